"""Runs one Python runbook as `python runbook.py` would, with its streams ready for the job engine.

Standard input bears, separated by NUL: a marker, the runbook's path, "1" when the text follows (an unsaved file), the
text, and the arguments. Nothing stands on the command line, where other users could read it. The runbook then finds
standard input at its end.

Standard output stays the runbook's own. What must stay in order with it (standard error, the end) goes into it as frames:
RS, marker, kind, length, ":", payload. Only Python 3.8's standard library is used, and as few modules as possible: every
import here is paid at each start.
"""
import _signal
import _thread
import atexit
import io
import os
import sys
from time import monotonic

_BURST = 64  # lines written one by one within one window before they are bundled
_WINDOW = 0.02  # seconds
_TICK = 0.01  # seconds between two bundles of a flood
_TICKS = 10  # bundles before it is looked again whether the flood goes on
_LONGEST_PART = 65536  # of an unfinished line on standard error

_SPAWNING = ("subprocess.Popen", "os.system", "os.posix_spawn", "os.exec", "os.spawn")


class _Output(io.BufferedWriter):
    """Standard output below its text layer. Each line goes out at once; a flood goes out in bundles.

    Only flush() is Python code, and it counts after the write: an exception of a signal handler that strikes here (a stop)
    finds the buffer in order. In a raw layer it would make the buffer write its content twice.
    """

    def __init__(self, raw):
        super().__init__(raw, 65536)
        self.text = None
        self._count = 0
        self._since = 0.0
        self._is_flood = False
        self._is_hooked = False
        self._wake = None
        self._done = None

    def flush(self):
        super().flush()
        if not self._is_flood:
            now = monotonic()
            if now - self._since > _WINDOW:
                self._since = now
                self._count = 0
            self._count += 1
            if self._count > _BURST:
                self._start_bundling()

    def _start_bundling(self):
        self._is_flood = True
        self._wake = _thread.allocate_lock()
        self._wake.acquire()
        self._done = _thread.allocate_lock()
        self._done.acquire()
        try:
            # Not by `threading`: that import costs more than most runbooks run. The thread ends by itself: one that
            # stays would make Python 3.12 warn of every fork.
            _thread.start_new_thread(self._bundle, (self._wake, self._done))
        except RuntimeError:  # the interpreter is ending
            self._is_flood = False
            self._count = 0
            return
        # Here, not in the thread: it may take long to get a processor, while each line costs a system call.
        self.text.reconfigure(line_buffering=False, write_through=False)
        if not self._is_hooked:
            self._is_hooked = True
            sys.addaudithook(self._on_audit)

    def _bundle(self, wake, done):
        try:
            for _ in range(_TICKS):
                is_ending = wake.acquire(True, _TICK)
                self.text.flush()
                if is_ending:
                    break
            self.text.reconfigure(line_buffering=True, write_through=True)
        except (ValueError, OSError):  # the runbook closed it
            pass
        finally:
            self._count = 0
            self._is_flood = False
            done.release()

    def settle(self):
        """Ends bundling, so that no thread holds the buffer while the process forks or ends."""
        if self._is_flood:
            self._wake.release()
            self._done.acquire(True, 1.0)

    def after_fork(self):
        self._is_flood = False
        self._count = 0

    def _on_audit(self, event, args):
        # What a child process writes must come after what the runbook printed before it.
        if self._is_flood and event in _SPAWNING:
            try:
                self.text.flush()
            except (ValueError, OSError, RuntimeError):
                pass


class _ErrorOutput(io.RawIOBase):
    """Standard error: in order with standard output, one frame for what is written up to a line's end."""

    name = "<stderr>"
    mode = "w"

    def __init__(self, send):
        super().__init__()
        self._send = send
        self._part = b""

    def writable(self):
        return True

    def fileno(self):
        return 2

    def write(self, data):
        self._part += data
        if self._part.endswith(b"\n") or len(self._part) > _LONGEST_PART:
            self.finish()
        return len(data)

    def finish(self):
        part = self._part
        self._part = b""
        if part:
            self._send(b"e", part)


def _prepare_streams(marker):
    """Replaces the standard streams; returns the function that sends a frame."""
    old = sys.stdout
    encoding = old.encoding if old is not None else "utf-8"
    raw = io.FileIO(1, "w", closefd=False)
    raw.name = "<stdout>"
    buffer = _Output(raw)
    out = io.TextIOWrapper(buffer, encoding, old.errors if old is not None else "strict", None, True, True)
    out.mode = "w"
    buffer.text = out
    lock = _thread.allocate_lock()

    def send(kind, payload):
        frame = b"\x1e%b%b%d:%b" % (marker, kind, len(payload), payload)
        with lock:
            try:
                out.flush()
                buffer.write(frame)
                buffer.flush()
            except (ValueError, OSError, RuntimeError):
                try:
                    os.write(2, frame)  # the runbook closed its standard output
                except OSError:
                    pass

    error = _ErrorOutput(send)
    err = io.TextIOWrapper(error, encoding, "backslashreplace", None, True)
    err.mode = "w"
    sys.stdout = sys.__stdout__ = out
    sys.stderr = sys.__stderr__ = err
    # Registered first, so they run after the runbook's own.
    atexit.register(error.finish)
    atexit.register(buffer.settle)
    if hasattr(os, "register_at_fork"):

        def after_in_child():
            buffer.after_fork()
            out.reconfigure(line_buffering=True, write_through=True)

        os.register_at_fork(before=buffer.settle, after_in_child=after_in_child)
    return send


def _die_with_engine():
    """Descriptor 3 is a socket whose other end the engine holds: when the engine is gone, so is this process group."""
    try:
        import fcntl

        os.set_inheritable(3, False)
        fcntl.fcntl(3, fcntl.F_SETOWN, -os.getpgrp())
        fcntl.fcntl(3, fcntl.F_SETSIG, _signal.SIGKILL)
        fcntl.fcntl(3, fcntl.F_SETFL, fcntl.fcntl(3, fcntl.F_GETFL) | os.O_ASYNC)
    except (ImportError, AttributeError, OSError):  # Windows, macOS: there the engine's exit hook must do
        pass


def _describe(kind, value, traceback, path):
    """The traceback as Python prints it, without the host's own frames, and the runbook's line."""
    while traceback is not None and traceback.tb_frame.f_code.co_filename == __file__:
        traceback = traceback.tb_next
    line = getattr(value, "lineno", 0) or 0 if isinstance(value, SyntaxError) and value.filename == path else 0
    step = traceback
    while step is not None:
        if step.tb_frame.f_code.co_filename == path:
            line = step.tb_lineno
        step = step.tb_next
    text = io.StringIO()
    old = sys.stderr
    sys.stderr = text
    try:
        if "linecache" in sys.modules and path in sys.modules["linecache"].cache:
            # The interpreter's own printer would read the saved file's lines.
            from traceback import print_exception

            print_exception(kind, value, traceback)
        else:
            sys.__excepthook__(kind, value.with_traceback(traceback), traceback)
    finally:
        sys.stderr = old
    hint = getattr(value, "_runbook_workbench_hint", "")
    return line, text.getvalue() + (hint + "\n" if hint else "")


def _run(fields):
    marker, path, has_text, source = fields[:4]
    send = _prepare_streams(marker)
    path = path.decode("utf-8")
    folder = os.path.dirname(path)
    if not getattr(sys.flags, "safe_path", False):
        sys.path[0] = folder
    if os.path.exists(os.path.join(folder, "automationassets.py")):
        # In the service its own module wins over a stand-in that lies beside the runbook.
        here = os.path.dirname(os.path.abspath(__file__))
        sys.path.insert(0, here)
        import automationassets  # noqa: F401

        sys.path.remove(here)
    sys.argv = [path] + [argument.decode("utf-8") for argument in fields[4:]]
    try:
        _signal.signal(_signal.SIGINT, _signal.default_int_handler)  # a stop must reach `finally`
    except ValueError:
        pass
    host = sys.modules["__main__"]
    main = type(sys)("__main__")
    main.__file__ = path
    main.__builtins__ = __builtins__
    main.__cached__ = None
    main.__loader__ = type(host.__loader__)("__main__", path)
    sys.modules["__main__"] = main
    sys.modules["runbook_host"] = host
    send(b"h", ("%d.%d.%d" % sys.version_info[:3]).encode())
    try:
        if has_text == b"1":
            import linecache

            lines = source.decode("utf-8").splitlines(True)
            linecache.cache[path] = (len(source), None, lines, path)
        else:
            with open(path, "rb") as file:
                source = file.read()
        code = compile(source, path, "exec", 0, True)
        del source
        exec(code, main.__dict__)
    except SystemExit as end:
        if end.code is not None and not isinstance(end.code, int):
            send(b"f", b"0\0" + str(end.code).encode("utf-8", "backslashreplace"))
            sys.exit(1)
        raise
    except BaseException:
        kind, value, traceback = sys.exc_info()
        if sys.excepthook is not sys.__excepthook__:
            sys.excepthook(kind, value, traceback)
        line, text = _describe(kind, value, traceback, path)
        send(b"f", b"%d\0%b" % (line, text.encode("utf-8", "backslashreplace")))
        sys.exit(1)


_die_with_engine()
_run(sys.stdin.buffer.read().split(b"\0"))
