package vital

import "time"

// A User is the response of the user endpoints (vital.md 2.1). ClientUserID is any
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
	_         struct{}  `wire:"source=Provider"`
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
