"""Gets a token of the system-assigned identity by a GET request and shows what it says about itself.

Parameter 1 (optional): the resource that the token is for.
"""
import base64
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

resource = sys.argv[1] if len(sys.argv) > 1 else "https://management.azure.com/"
url = os.environ["IDENTITY_ENDPOINT"] + "?" + urllib.parse.urlencode({"resource": resource})
headers = {"X-IDENTITY-HEADER": os.environ["IDENTITY_HEADER"], "Metadata": "True"}


def get_token(tries=4):
    """A busy endpoint answers 429 and says how long to wait; try it with --scenario throttled."""
    for attempt in range(1, tries + 1):
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            if error.code != 429 or attempt == tries:
                raise RuntimeError(f"No token: {error.code} {error.read().decode()}") from error
            delay = int(error.headers.get("Retry-After", "1"))
            print(f"Throttled, trying again in {delay} s")
            time.sleep(delay)


answer = get_token()
middle = answer["access_token"].split(".")[1]
claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
print(f"resource {answer['resource']}")
print(f"audience {claims['aud']}")
print(f"client   {answer['client_id']}")
print(f"emulated {bool(claims.get('xms_emu'))}")
