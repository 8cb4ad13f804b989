"""The module `automationassets` of Azure Automation's Python 3 runbooks: names, types and exceptions as the service has them.

Written from the behaviour of the hybrid worker's module (specs/assets-and-jobs.md 4.2). Values come from the job's own
loopback server; nothing is read from disk.
"""
import sys

__all__ = [
    "AutomationAssetException",
    "AutomationAssetNotFound",
    "get_automation_variable",
    "set_automation_variable",
    "get_automation_credential",
    "get_automation_connection",
    "get_automation_certificate",
]

_TIMEOUT = 60  # seconds; the server is on this machine


class AutomationAssetNotFound(Exception):
    """There is no asset of that kind and name.

    As in the service the text stands in `message` only: its constructor leaves Exception's own arguments empty, so that
    str(error) is "".
    """

    def __init__(self, message):
        Exception.__init__(self)
        self.message = message


class AutomationAssetException(Exception):
    """A connection asset could not be read."""

    def __init__(self, message):
        Exception.__init__(self, message)
        self.message = message


def get_automation_variable(name):
    """The value of a variable asset: str, int, float, bool, None, list or dict."""
    return _get("variable", name)["value"]


def set_automation_variable(name, value):
    """Sets the value of an existing variable asset to anything that JSON can hold."""
    import json

    status, answer = _request("PUT", "variable", name, json.dumps({"value": value}))
    if status != 204:
        _fail("variable", status, answer)


def get_automation_credential(name):
    """{"username": ..., "password": ...} of a credential asset."""
    asset = _get("credential", name)
    return {"username": asset["userName"], "password": asset["password"]}


def get_automation_connection(name):
    """The fields of a connection asset by name."""
    return _get("connection", name)["fields"]


def get_automation_certificate(name):
    """The bytes of a certificate asset: PKCS#12 with its private key, DER without one."""
    from binascii import a2b_base64

    return a2b_base64(_get("certificate", name)["content"])


def _get(kind, name):
    status, answer = _request("GET", kind, name, None)
    if status != 200:
        _fail(kind, status, answer)
    return answer


def _fail(kind, status, answer):
    if status == 404:
        error = AutomationAssetNotFound("The requested asset was not found.")
    else:
        text = "An unknown error occurred. Unable to get the requested %s asset." % kind
        if kind == "connection":
            error = AutomationAssetException(text)
        else:
            error = Exception("%s status code: %d" % (text, status))
    # What a person needs, beside what the service says; the host shows it when nobody catches the error.
    hint = " ".join(part for part in (answer.get("Message"), answer.get("hint")) if part)
    error._runbook_workbench_hint = hint
    raise error


def _request(method, kind, name, body):
    """The status and the parsed answer. http.client takes no proxy from the environment."""
    import json
    import os
    from http.client import HTTPConnection
    from urllib.parse import quote, urlsplit

    base = os.environ.get("AUTOMATION_ASSET_ENDPOINT")
    secret = os.environ.get("RUNBOOK_WORKBENCH_SANDBOX_SECRET") or os.environ.get("IDENTITY_HEADER")
    if not base or not secret:
        raise RuntimeError(
            "automationassets works only inside a job: AUTOMATION_ASSET_ENDPOINT or the job's secret is not in the environment."
        )
    headers = {"X-IDENTITY-HEADER": secret}
    script, line = _call_site()
    if script:
        headers["X-Runbook-Script"] = quote(script, safe="")
        headers["X-Runbook-Line"] = str(line)
    if body is not None:
        headers["Content-Type"] = "application/json; charset=utf-8"
        body = body.encode("utf-8")
    url = urlsplit(base)
    connection = HTTPConnection(url.hostname, url.port, timeout=_TIMEOUT)
    try:
        connection.request(method, "%s/assets/%s/%s" % (url.path, kind, quote(name, safe="")), body, headers)
        response = connection.getresponse()
        text = response.read()
    finally:
        connection.close()
    try:
        answer = json.loads(text.decode("utf-8")) if text else {}
    except ValueError:
        answer = {}
    return response.status, answer


def _call_site():
    """Path and line of the code that called this module."""
    frame = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename == __file__:
        frame = frame.f_back
    return (frame.f_code.co_filename, frame.f_lineno) if frame is not None else ("", 0)
