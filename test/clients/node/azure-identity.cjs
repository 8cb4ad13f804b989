// Gets one token through @azure/identity, unmodified. Arguments: resource, kind of id (system, clientId, objectId, resourceId), id.
// One process per case: the library keeps the endpoint and its tokens in static fields.
const { ManagedIdentityCredential } = require("@azure/identity");

const [resource, kind, id] = process.argv.slice(2);
const credential = kind === "system" ? new ManagedIdentityCredential() : new ManagedIdentityCredential({ [kind]: id });

credential.getToken(`${resource}/.default`).then(
  ({ token, expiresOnTimestamp }) =>
    console.log(JSON.stringify({ token, expiresOn: Math.floor(expiresOnTimestamp / 1000) })),
  (error) => console.log(JSON.stringify({ error: `${error.name}: ${error.message}` })),
);
