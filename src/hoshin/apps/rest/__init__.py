"""What every address of the REST API shares: tokens with scopes, problem details, ETags, requests done once."""
