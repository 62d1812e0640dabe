package vital

// PaginatedUsers is a page of GET /v2/user (vital.md 2.1).
type PaginatedUsers struct {
	Users  []User `json:"users"`
	Total  int    `json:"total"` // of all pages
	Offset int    `json:"offset"`
	Limit  int    `json:"limit"`
}

// UserSuccess answers what leaves nothing to show, such as the deletion of a
// user or of a connection (vital.md 2.1).
type UserSuccess struct {
	Success bool `json:"success"`
}
