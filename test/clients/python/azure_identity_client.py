"""Gets one token through azure-identity, unmodified. Arguments: resource, kind of id (system, client_id, object_id, mi_res_id), id."""
import json
import sys

from azure.identity import DefaultAzureCredential, ManagedIdentityCredential

resource, kind, identity = sys.argv[1:4]
if kind == "default":
    credential = DefaultAzureCredential()
elif kind == "system":
    credential = ManagedIdentityCredential()
elif kind == "client_id":
    credential = ManagedIdentityCredential(client_id=identity)
else:
    credential = ManagedIdentityCredential(identity_config={kind: identity})
try:
    token = credential.get_token(resource + "/.default")
    print(json.dumps({"token": token.token, "expiresOn": token.expires_on}))
except Exception as error:  # whatever the library raises is what the test looks at
    print(json.dumps({"error": "%s: %s" % (type(error).__name__, error)}))
