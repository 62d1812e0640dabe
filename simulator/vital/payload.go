package vital

import "time"

// A HistoricalPull is the data of a historical event: which range of a
// resource's history can now be fetched, and nothing of it (vital.md 6.2).
type HistoricalPull struct {
	UserID    ID        `json:"user_id"`
	StartDate time.Time `json:"start_date"`
	EndDate   time.Time `json:"end_date"`
	IsFinal   bool      `json:"is_final"` // false where more chunks of the resource follow
	Provider  string    `json:"provider"` // slug
}

// AppendJSON appends the pull.
func (p HistoricalPull) AppendJSON(b []byte) []byte {
	b = appendKeyID(b, `{"user_id":`, p.UserID)
	b = appendKeyTime(b, `,"start_date":`, p.StartDate)
	b = appendKeyTime(b, `,"end_date":`, p.EndDate)
	b = appendKeyBool(b, `,"is_final":`, p.IsFinal)
	b = appendKeyString(b, `,"provider":`, p.Provider)
	return append(b, '}')
}

// MarshalJSON returns what AppendJSON appends.
func (p HistoricalPull) MarshalJSON() ([]byte, error) { return p.AppendJSON(nil), nil }

// ConnectionCreated is the data of provider.connection.created (vital.md 6.2).
// The deprecated key source is written as a copy of provider (vital.md 9.15).
type ConnectionCreated struct {
	UserID               ID           `json:"user_id"`
	Provider             Provider     `json:"provider"`
	ExternalUserID       Null[string] `json:"external_user_id"`
	ResourceAvailability Availability `json:"resource_availability"`
}

// AppendJSON appends the connection.
func (c ConnectionCreated) AppendJSON(b []byte) []byte {
	b = appendKeyID(b, `{"user_id":`, c.UserID)
	b = c.Provider.AppendJSON(append(b, `,"source":`...))
	b = c.Provider.AppendJSON(append(b, `,"provider":`...))
	b = appendNullString(b, `,"external_user_id":`, c.ExternalUserID)
	b = c.ResourceAvailability.AppendJSON(append(b, `,"resource_availability":`...))
	return append(b, '}')
}

// MarshalJSON returns what AppendJSON appends.
func (c ConnectionCreated) MarshalJSON() ([]byte, error) { return c.AppendJSON(nil), nil }

// ConnectionError is the data of provider.connection.error. Unlike in the list
// of connections the provider is a slug and the details are text (vital.md 9.16).
type ConnectionError struct {
	Provider     string `json:"provider"`
	UserID       ID     `json:"user_id"`
	Message      string `json:"message"`
	ErrorType    string `json:"error_type"` // one of ConnectionErrorTypes
	ErrorDetails string `json:"error_details"`
}

// AppendJSON appends the error.
func (c ConnectionError) AppendJSON(b []byte) []byte {
	b = appendKeyString(b, `{"provider":`, c.Provider)
	b = appendKeyID(b, `,"user_id":`, c.UserID)
	b = appendKeyString(b, `,"message":`, c.Message)
	b = appendKeyString(b, `,"error_type":`, c.ErrorType)
	b = appendKeyString(b, `,"error_details":`, c.ErrorDetails)
	return append(b, '}')
}

// MarshalJSON returns what AppendJSON appends.
func (c ConnectionError) MarshalJSON() ([]byte, error) { return c.AppendJSON(nil), nil }

// A Device is a thing a user wears: the data of provider.device events and an
// item of a user's devices (vital.md 4.10).
type Device struct {
	ID                 ID           `json:"id"`
	UserID             ID           `json:"user_id"`
	Provider           string       `json:"provider"`    // slug
	SourceType         string       `json:"source_type"` // one of SourceTypes
	AppID              Null[string] `json:"app_id"`
	DeviceManufacturer Null[string] `json:"device_manufacturer"`
	DeviceModel        Null[string] `json:"device_model"`
	DeviceVersion      Null[string] `json:"device_version"`
	DeviceID           Null[string] `json:"device_id"` // the provider's own id, unlike ID
}

// AppendJSON appends the device.
func (d Device) AppendJSON(b []byte) []byte {
	b = appendKeyID(b, `{"id":`, d.ID)
	b = appendKeyID(b, `,"user_id":`, d.UserID)
	b = appendKeyString(b, `,"provider":`, d.Provider)
	b = appendKeyString(b, `,"source_type":`, d.SourceType)
	b = appendNullString(b, `,"app_id":`, d.AppID)
	b = appendNullString(b, `,"device_manufacturer":`, d.DeviceManufacturer)
	b = appendNullString(b, `,"device_model":`, d.DeviceModel)
	b = appendNullString(b, `,"device_version":`, d.DeviceVersion)
	b = appendNullString(b, `,"device_id":`, d.DeviceID)
	return append(b, '}')
}

// MarshalJSON returns what AppendJSON appends.
func (d Device) MarshalJSON() ([]byte, error) { return d.AppendJSON(nil), nil }
