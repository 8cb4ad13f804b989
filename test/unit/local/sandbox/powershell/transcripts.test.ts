/** What a real pwsh said, read by the code of today: recorded by `npm run record:transcripts`, replayed without PowerShell. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { readTranscripts, replay, transcriptFolder, type Replay } from "../../../../support/transcript";
import { transcriptSamples } from "../../../../support/transcript-samples";

describe("transcripts of the PowerShell host", () => {
  const transcripts = readTranscripts();

  it("exist for every sample runbook, as the sample is today", () => {
    assert.deepEqual(
      transcripts.map(({ name, head }) => [name, head.runbook]),
      transcriptSamples.map(({ name, text }) => [name, text]).toSorted(),
    );
    assert.ok(transcripts.every(({ head }) => /^\d+\.\d+\.\d+ Core/.test(head.powershell)));
  });

  for (const transcript of transcripts) {
    it(`give the same records, notices and outcome for ${transcript.name}`, async () => {
      const golden = JSON.parse(
        readFileSync(join(transcriptFolder, `${transcript.name}.golden.json`), "utf8"),
      ) as Replay;
      const replayed = await replay(transcript);
      assert.deepEqual(JSON.parse(JSON.stringify(replayed)), golden);
    });

    it(`give the same lines to the host for ${transcript.name}`, async () => {
      const { sent } = await replay(transcript);
      const recorded = transcript.lines.filter(({ from }) => from === "session").map(({ line }) => line);
      assert.deepEqual(sent, recorded);
    });
  }

  it("hold no secret that a runbook did not ask for", () => {
    for (const { name, lines } of transcripts) {
      const text = lines.map(({ line }) => line).join("\n");
      // The credential's password alone travels, since that runbook asks for it.
      assert.equal(text.split("canary").length - 1, name === "assets" ? 2 : 0, name);
    }
  });
});
