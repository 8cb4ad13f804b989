// Gets one token through Azure.Identity or MSAL.NET, unmodified. Arguments: client (azure-identity, msal), resource,
// kind of id (system, clientId, objectId, resourceId), id. One process per case: MSAL.NET caches statically.
using System.Text.Json;
using Azure.Core;
using Azure.Identity;
using Microsoft.Identity.Client;
using MsalIdentityId = Microsoft.Identity.Client.AppConfig.ManagedIdentityId;

var (client, resource, kind, id) = (args[0], args[1], args[2], args[3]);
object result;
try
{
    var (token, expiresOn) = client == "msal" ? await FromMsal() : await FromAzureIdentity();
    result = new { token, expiresOn = expiresOn.ToUnixTimeSeconds() };
}
catch (Exception error)
{
    result = new { error = $"{error.GetType().Name}: {error.Message}" };
}
Console.WriteLine(JsonSerializer.Serialize(result));

async Task<(string, DateTimeOffset)> FromAzureIdentity()
{
    var credential = kind switch
    {
        "system" => new ManagedIdentityCredential(),
        "clientId" => new ManagedIdentityCredential(id),
        "resourceId" => new ManagedIdentityCredential(new ResourceIdentifier(id)),
        _ => throw new ArgumentException(kind),
    };
    var token = await credential.GetTokenAsync(new TokenRequestContext([$"{resource}/.default"]));
    return (token.Token, token.ExpiresOn);
}

async Task<(string, DateTimeOffset)> FromMsal()
{
    var identity = kind switch
    {
        "system" => MsalIdentityId.SystemAssigned,
        "clientId" => MsalIdentityId.WithUserAssignedClientId(id),
        "objectId" => MsalIdentityId.WithUserAssignedObjectId(id),
        "resourceId" => MsalIdentityId.WithUserAssignedResourceId(id),
        _ => throw new ArgumentException(kind),
    };
    var result = await ManagedIdentityApplicationBuilder.Create(identity).Build()
        .AcquireTokenForManagedIdentity(resource).ExecuteAsync();
    return (result.AccessToken, result.ExpiresOn);
}
