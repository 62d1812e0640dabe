package vital

// PaginatedUsers is a page of GET /v2/user (vital.md 2.1).
type PaginatedUsers struct {
	Users  []User `json:"users"`
	Total  int    `json:"total"` // of all pages
	Offset int    `json:"offset"`
	Limit  int    `json:"limit"`
}

// AppendJSON appends the page.
func (p PaginatedUsers) AppendJSON(b []byte) []byte {
	b = appendObjects(append(b, `{"users":`...), p.Users)
	b = appendKeyInt(b, `,"total":`, p.Total)
	b = appendKeyInt(b, `,"offset":`, p.Offset)
	b = appendKeyInt(b, `,"limit":`, p.Limit)
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (p PaginatedUsers) MarshalJSON() ([]byte, error) { return p.AppendJSON(nil), nil }

// UserSuccess answers what leaves nothing to show, such as the deletion of a
// user or of a connection (vital.md 2.1).
type UserSuccess struct {
	Success bool `json:"success"`
}

// AppendJSON appends the answer.
func (s UserSuccess) AppendJSON(b []byte) []byte {
	return append(appendKeyBool(b, `{"success":`, s.Success), '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (s UserSuccess) MarshalJSON() ([]byte, error) { return s.AppendJSON(nil), nil }
