// Unit, manifest, host and conformance suites: plain Node, TypeScript through tsx.
module.exports = {
  require: ["tsx/cjs"],
  extension: ["ts"],
  timeout: 20000,
  forbidOnly: Boolean(process.env.CI),
  color: false,
};
