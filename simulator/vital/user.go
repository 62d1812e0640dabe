package vital

import "time"

// A User is what the user endpoints answer (vital.md 2.1). ClientUserID is any
// string the client chose (vital.md 9.12).
type User struct {
	UserID            ID                      `json:"user_id"`
	TeamID            ID                      `json:"team_id"`
	ClientUserID      string                  `json:"client_user_id"`
	CreatedOn         time.Time               `json:"created_on"` // not created_at (vital.md 9.3)
	ConnectedSources  []ConnectedSource       `json:"connected_sources"`
	FallbackTimeZone  Null[FallbackTimeZone]  `json:"fallback_time_zone"`
	FallbackBirthDate Null[FallbackBirthDate] `json:"fallback_birth_date"`
	IngestionStart    Null[Date]              `json:"ingestion_start"`
	IngestionEnd      Null[Date]              `json:"ingestion_end"`
}

// A ConnectedSource is a provider the user has connected (vital.md 2.1). The
// deprecated key source is written as a copy of provider.
type ConnectedSource struct {
	Provider  Provider  `json:"provider"`
	CreatedOn time.Time `json:"created_on"`
}

// FallbackTimeZone is used where a provider reports none (vital.md 2.1).
type FallbackTimeZone struct {
	ID         string    `json:"id"`          // IANA name
	SourceSlug string    `json:"source_slug"` // "manual" when set through the API
	UpdatedAt  time.Time `json:"updated_at"`
}

// FallbackBirthDate is used where a provider reports none (vital.md 2.1).
type FallbackBirthDate struct {
	Value      Date      `json:"value"`
	SourceSlug string    `json:"source_slug"` // "manual" when set through the API
	UpdatedAt  time.Time `json:"updated_at"`
}

// AppendJSON appends the user.
func (u User) AppendJSON(b []byte) []byte {
	b = appendKeyID(b, `{"user_id":`, u.UserID)
	b = appendKeyID(b, `,"team_id":`, u.TeamID)
	b = appendKeyString(b, `,"client_user_id":`, u.ClientUserID)
	b = appendKeyTime(b, `,"created_on":`, u.CreatedOn)
	b = appendObjects(append(b, `,"connected_sources":`...), u.ConnectedSources)
	b = appendNull(b, `,"fallback_time_zone":`, u.FallbackTimeZone)
	b = appendNull(b, `,"fallback_birth_date":`, u.FallbackBirthDate)
	b = appendNullDate(b, `,"ingestion_start":`, u.IngestionStart)
	b = appendNullDate(b, `,"ingestion_end":`, u.IngestionEnd)
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (u User) MarshalJSON() ([]byte, error) { return u.AppendJSON(nil), nil }

// AppendJSON appends the connected source.
func (c ConnectedSource) AppendJSON(b []byte) []byte {
	b = c.Provider.AppendJSON(append(b, `{"provider":`...))
	b = appendKeyTime(b, `,"created_on":`, c.CreatedOn)
	b = c.Provider.AppendJSON(append(b, `,"source":`...))
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (c ConnectedSource) MarshalJSON() ([]byte, error) { return c.AppendJSON(nil), nil }

// AppendJSON appends the fallback.
func (f FallbackTimeZone) AppendJSON(b []byte) []byte {
	b = appendKeyString(b, `{"id":`, f.ID)
	b = appendKeyString(b, `,"source_slug":`, f.SourceSlug)
	b = appendKeyTime(b, `,"updated_at":`, f.UpdatedAt)
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (f FallbackTimeZone) MarshalJSON() ([]byte, error) { return f.AppendJSON(nil), nil }

// AppendJSON appends the fallback.
func (f FallbackBirthDate) AppendJSON(b []byte) []byte {
	b = f.Value.AppendJSON(append(b, `{"value":`...))
	b = appendKeyString(b, `,"source_slug":`, f.SourceSlug)
	b = appendKeyTime(b, `,"updated_at":`, f.UpdatedAt)
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (f FallbackBirthDate) MarshalJSON() ([]byte, error) { return f.AppendJSON(nil), nil }
