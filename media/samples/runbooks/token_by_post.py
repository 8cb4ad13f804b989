"""Gets a token by a POST request, for the system-assigned identity or for a user-assigned one.

Parameter 1 (optional): client id of a user-assigned identity.
"""
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request

form = {"resource": "https://management.azure.com/"}
if len(sys.argv) > 1 and sys.argv[1]:
    form["client_id"] = sys.argv[1]

request = urllib.request.Request(
    os.environ["IDENTITY_ENDPOINT"],
    data=urllib.parse.urlencode(form).encode(),
    headers={
        "X-IDENTITY-HEADER": os.environ["IDENTITY_HEADER"],
        "Metadata": "True",
        "Content-Type": "application/x-www-form-urlencoded",
    },
    method="POST",
)
try:
    with urllib.request.urlopen(request) as response:
        answer = json.load(response)
except urllib.error.HTTPError as error:
    # The endpoint says in the body what is wrong, e.g. "Managed User Identity not found!".
    sys.exit(f"No token: {error.code} {error.read().decode()}")
print(f"Got a {answer['token_type']} token for {answer['resource']} as client {answer['client_id']}.")
