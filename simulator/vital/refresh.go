package vital

// RefreshSuccess answers a refresh that reached a connection (vital.md 2.1).
// The entries are pairs of provider and resource: oura/sleep,
// withings/vitals/blood_pressure.
type RefreshSuccess struct {
	UserID            ID       `json:"user_id"`
	RefreshedSources  []string `json:"refreshed_sources"`
	InProgressSources []string `json:"in_progress_sources"`
	FailedSources     []string `json:"failed_sources"`
}

// AppendJSON appends the answer, success first and always true.
func (r RefreshSuccess) AppendJSON(b []byte) []byte {
	b = appendKeyID(b, `{"success":true,"user_id":`, r.UserID)
	b = appendStrings(b, `,"refreshed_sources":`, r.RefreshedSources)
	b = appendStrings(b, `,"in_progress_sources":`, r.InProgressSources)
	b = appendStrings(b, `,"failed_sources":`, r.FailedSources)
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (r RefreshSuccess) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil), nil }

// RefreshError answers a refresh that could not begin. It is one of the few
// errors without a detail (vital.md 1.3); NoConnectedSources makes it.
type RefreshError struct {
	UserID        ID       `json:"user_id"`
	Message       string   `json:"error"`
	FailedSources []string `json:"failed_sources"`
}

// AppendJSON appends the answer, success first and always false.
func (r RefreshError) AppendJSON(b []byte) []byte {
	b = appendKeyID(b, `{"success":false,"user_id":`, r.UserID)
	b = appendKeyString(b, `,"error":`, r.Message)
	b = appendStrings(b, `,"failed_sources":`, r.FailedSources)
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (r RefreshError) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil), nil }

// DemoConnection answers the request for a demo connection (vital.md 7.2).
type DemoConnection struct {
	Success bool   `json:"success"`
	Detail  string `json:"detail"`
}

// AppendJSON appends the answer.
func (d DemoConnection) AppendJSON(b []byte) []byte {
	b = appendKeyBool(b, `{"success":`, d.Success)
	b = appendKeyString(b, `,"detail":`, d.Detail)
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (d DemoConnection) MarshalJSON() ([]byte, error) { return d.AppendJSON(nil), nil }
