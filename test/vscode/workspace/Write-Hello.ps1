param([string] $Name = 'world')

Write-Output "hello $Name from job $($PSPrivateMetadata.JobId)"
