"""Gets one token through msrestazure's MSIAuthentication (the Azure CLI's way), unmodified. Arguments: kind of id, id."""
import json
import sys

from msrestazure.azure_active_directory import MSIAuthentication

kind, identity = sys.argv[1:3]
try:
    credentials = MSIAuthentication() if kind == "system" else MSIAuthentication(**{kind: identity})
    token = credentials.token
    print(json.dumps({"token": token["access_token"], "expires_on": token["expires_on"]}))
except Exception as error:  # whatever the library raises is what the test looks at
    print(json.dumps({"error": "%s: %s" % (type(error).__name__, error)}))
