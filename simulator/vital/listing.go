package vital

// A ProviderListing is an item of GET /v2/providers (vital.md 2.3). The list
// of Link has items of another shape (vital.md 9.2).
type ProviderListing struct {
	Name               string       `json:"name"`
	Slug               string       `json:"slug"`
	Description        string       `json:"description"`
	Logo               Null[string] `json:"logo"`
	AuthType           Null[string] `json:"auth_type"`           // oauth, team_oauth, sdk, password, email, app or "" (vital.md 2.2)
	SupportedResources []string     `json:"supported_resources"` // words of ResourceEnum
}
