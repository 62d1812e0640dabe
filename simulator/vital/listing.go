package vital

// A ProviderListing is an item of GET /v2/providers (vital.md 2.3). The list
// of Link has items of another shape (vital.md 9.2).
type ProviderListing struct {
	Name               string       `json:"name"`
	Slug               string       `json:"slug"`
	Description        string       `json:"description"`
	Logo               Null[string] `json:"logo"`
	AuthType           Null[string] `json:"auth_type"`           // one of AuthTypes
	SupportedResources []string     `json:"supported_resources"` // words of ResourceEnum
}

// AuthTypes returns the ways in which a user can connect to a provider (vital.md
// 2.2). The last is empty.
func AuthTypes() []string {
	return []string{"oauth", "team_oauth", "sdk", "password", "email", "app", ""}
}
