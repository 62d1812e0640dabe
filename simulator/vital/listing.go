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

// AuthTypes are the ways in which a user can connect to a provider (vital.md
// 2.2). The last is empty.
func AuthTypes() []string {
	return []string{"oauth", "team_oauth", "sdk", "password", "email", "app", ""}
}

// AppendJSON appends the item.
func (p ProviderListing) AppendJSON(b []byte) []byte {
	b = appendKeyString(b, `{"name":`, p.Name)
	b = appendKeyString(b, `,"slug":`, p.Slug)
	b = appendKeyString(b, `,"description":`, p.Description)
	b = appendNullString(b, `,"logo":`, p.Logo)
	b = appendNullString(b, `,"auth_type":`, p.AuthType)
	b = appendStrings(b, `,"supported_resources":`, p.SupportedResources)
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (p ProviderListing) MarshalJSON() ([]byte, error) { return p.AppendJSON(nil), nil }
