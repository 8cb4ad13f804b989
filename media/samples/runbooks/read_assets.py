"""Reads every kind of asset, and counts its own runs in a variable."""
import automationassets
from automationassets import AutomationAssetNotFound

count = automationassets.get_automation_variable("RunCount")
automationassets.set_automation_variable("RunCount", count + 1)
print(f"Variable RunCount: {count}, now {automationassets.get_automation_variable('RunCount')}")

# An encrypted variable arrives in clear, in the runbook only. Whatever prints it, the job's streams show *** instead.
key = automationassets.get_automation_variable("ApiKey")
print(f"Variable ApiKey: {len(key)} characters, shown as {key}")

credential = automationassets.get_automation_credential("ContosoAdmin")
print(f"Credential ContosoAdmin: {credential['username']}, a {type(credential).__name__}")

# A connection is a dictionary with the fields of its type.
tickets = automationassets.get_automation_connection("ContosoTickets")
for field in ("Url", "Port"):
    print(f"Connection ContosoTickets: {field} = {tickets[field]} ({type(tickets[field]).__name__})")

certificate = automationassets.get_automation_certificate("MyCertificate")
print(f"Certificate MyCertificate: {len(certificate)} bytes of PKCS#12")

try:
    automationassets.get_automation_variable("NoSuchVariable")
except AutomationAssetNotFound:
    print("Variable NoSuchVariable: not found, as expected")
