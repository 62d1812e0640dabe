// Package event summarizes events in one line for people who read a timeline. The
// body that an application receives is encoded by package vital.
package event

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Note describes an event. It travels with the event's message and is never
// sent.
type Note struct {
	Key     string  `json:"key"` // identifies the event among those of the same user and type
	Carries Carries `json:"carries"`
}

// Carries says which data an event brings.
type Carries struct {
	Provider     string      `json:"provider,omitempty"`
	Resource     string      `json:"resource,omitempty"`
	RecordID     string      `json:"record_id,omitempty"`
	CalendarDate *vital.Date `json:"calendar_date,omitempty"`
	Start        *time.Time  `json:"start,omitempty"` // of a historical pull, or of samples
	End          *time.Time  `json:"end,omitempty"`
	Samples      int         `json:"samples,omitempty"`
	Chunk        int         `json:"chunk,omitempty"` // of a historical pull, from 1
	Chunks       int         `json:"chunks,omitempty"`
	IsFinal      *bool       `json:"is_final,omitempty"`
	Summary      string      `json:"summary"` // all of it in a few words
}
