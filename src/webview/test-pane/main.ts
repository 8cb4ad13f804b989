/** The test pane's script: connects the page with the extension. */
import type { ToTestPane } from "../../protocol/test-pane";
import { testPaneVersion } from "../../protocol/test-pane";
import { keepSelectAllInFields } from "../shared/select-all";
import "./elements";
import { connect } from "./host";
import { Pane } from "./pane";
import "./styles.css";

keepSelectAllInFields(document);
const host = connect();
const root = document.createElement("main");
root.className = "pane";
document.body.append(root);
const pane = new Pane(root, host);
window.addEventListener("message", (event: MessageEvent<ToTestPane>) => pane.receive(event.data));
host.post({ type: "ready", version: testPaneVersion });
