/** Every command of the extension. The manifest test compares this list with package.json, both ways. */
export const commandIds = {
  runbooks: {
    runLocally: "runbookWorkbench.runbooks.runLocally",
    runLocallyWithOptions: "runbookWorkbench.runbooks.runLocallyWithOptions",
    runAgain: "runbookWorkbench.runbooks.runAgain",
  },
  jobs: {
    stop: "runbookWorkbench.jobs.stop",
    showOutput: "runbookWorkbench.jobs.showOutput",
  },
  account: {
    create: "runbookWorkbench.account.create",
    openFiles: "runbookWorkbench.account.openFiles",
    openSample: "runbookWorkbench.account.openSample",
  },
  assets: {
    addVariable: "runbookWorkbench.assets.addVariable",
    addCredential: "runbookWorkbench.assets.addCredential",
    addConnection: "runbookWorkbench.assets.addConnection",
    addCertificate: "runbookWorkbench.assets.addCertificate",
    addConnectionType: "runbookWorkbench.assets.addConnectionType",
    remove: "runbookWorkbench.assets.remove",
    import: "runbookWorkbench.assets.import",
  },
  explorer: {
    refresh: "runbookWorkbench.explorer.refresh",
    find: "runbookWorkbench.explorer.find",
    loadMore: "runbookWorkbench.explorer.loadMore",
    retry: "runbookWorkbench.explorer.retry",
    cancelLoading: "runbookWorkbench.explorer.cancelLoading",
    openFile: "runbookWorkbench.explorer.openFile",
    copyText: "runbookWorkbench.explorer.copyText",
    showJob: "runbookWorkbench.explorer.showJob",
    stopJob: "runbookWorkbench.explorer.stopJob",
    filterJobs: "runbookWorkbench.explorer.filterJobs",
    clearJobs: "runbookWorkbench.explorer.clearJobs",
  },
  keys: {
    rotate: "runbookWorkbench.keys.rotate",
    export: "runbookWorkbench.keys.export",
    import: "runbookWorkbench.keys.import",
    move: "runbookWorkbench.keys.move",
  },
  language: {
    showDependencies: "runbookWorkbench.language.showDependencies",
    showRule: "runbookWorkbench.language.showRule",
  },
  runtimes: {
    howToGetPowerShell: "runbookWorkbench.runtimes.howToGetPowerShell",
  },
  azure: {
    signIn: "runbookWorkbench.azure.signIn",
    signOut: "runbookWorkbench.azure.signOut",
    chooseDirectories: "runbookWorkbench.azure.chooseDirectories",
    selectSubscriptions: "runbookWorkbench.azure.selectSubscriptions",
    pinAccount: "runbookWorkbench.azure.pinAccount",
    unpinAccount: "runbookWorkbench.azure.unpinAccount",
  },
  identities: {
    copyId: "runbookWorkbench.identities.copyId",
    enableSystem: "runbookWorkbench.identities.enableSystem",
    disableSystem: "runbookWorkbench.identities.disableSystem",
    attach: "runbookWorkbench.identities.attach",
    detach: "runbookWorkbench.identities.detach",
    showRoles: "runbookWorkbench.identities.showRoles",
    addRole: "runbookWorkbench.identities.addRole",
    removeRole: "runbookWorkbench.identities.removeRole",
  },
  log: {
    show: "runbookWorkbench.log.show",
  },
} as const;
