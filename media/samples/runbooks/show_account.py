"""A tour: reads a connection, a variable and a credential, and asks the managed identity for a token.

Parameter 1 (optional): whom to greet.
"""
import json
import os
import sys
import urllib.request
from datetime import datetime, timezone

import automationassets

name = sys.argv[1] if len(sys.argv) > 1 else "world"

connection = automationassets.get_automation_connection("AzureConnection")
print(f"Connection AzureConnection: tenant {connection['TenantId']}, application {connection['ApplicationId']}")

greeting = automationassets.get_automation_variable("Greeting")
print(f"Variable Greeting: {greeting}")

credential = automationassets.get_automation_credential("ContosoAdmin")
print(f"Credential ContosoAdmin: user {credential['username']}, a password of {len(credential['password'])} characters")

request = urllib.request.Request(
    os.environ["IDENTITY_ENDPOINT"] + "?resource=https://management.azure.com/",
    headers={"X-IDENTITY-HEADER": os.environ["IDENTITY_HEADER"], "Metadata": "True"},
)
with urllib.request.urlopen(request) as response:
    answer = json.load(response)
expires = datetime.fromtimestamp(int(answer["expires_on"]), timezone.utc)
print(f"Token for {answer['resource']}: {len(answer['access_token'])} characters, ends {expires:%Y-%m-%d %H:%M:%SZ}")

print(f"{greeting}, {name}")
