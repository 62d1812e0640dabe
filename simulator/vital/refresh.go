package vital

// RefreshSuccess answers a refresh that reached a connection (vital.md 2.1).
// The entries are pairs of provider and resource: oura/sleep,
// withings/vitals/blood_pressure.
type RefreshSuccess struct {
	_                 struct{} `wire:"success=true"`
	UserID            ID       `json:"user_id"`
	RefreshedSources  []string `json:"refreshed_sources"`
	InProgressSources []string `json:"in_progress_sources"`
	FailedSources     []string `json:"failed_sources"`
}

// RefreshError answers a refresh that could not begin. It is one of the few
// errors without a detail (vital.md 1.3); NoConnectedSources makes it.
type RefreshError struct {
	_             struct{} `wire:"success=false"`
	UserID        ID       `json:"user_id"`
	Message       string   `json:"error"`
	FailedSources []string `json:"failed_sources"`
}

func (e RefreshError) text() string { return e.Message }

// DemoConnection answers the request for a demo connection (vital.md 7.2).
type DemoConnection struct {
	Success bool   `json:"success"`
	Detail  string `json:"detail"`
}
