// Gets one token through @azure/msal-node, unmodified. Arguments: resource, kind of id (system, clientId, objectId, resourceId), id.
// One process per case: the library keeps the endpoint and its tokens in static fields.
const { ManagedIdentityApplication } = require("@azure/msal-node");

const [resource, kind, id] = process.argv.slice(2);
const parameters = {
  system: undefined,
  clientId: { userAssignedClientId: id },
  objectId: { userAssignedObjectId: id },
  resourceId: { userAssignedResourceId: id },
};
const application = new ManagedIdentityApplication({ managedIdentityIdParams: parameters[kind] });

application.acquireToken({ resource }).then(
  ({ accessToken, expiresOn }) =>
    console.log(JSON.stringify({ token: accessToken, expiresOn: expiresOn && Math.floor(expiresOn.getTime() / 1000) })),
  (error) => console.log(JSON.stringify({ error: `${error.name}: ${error.message}` })),
);
