package world

import (
	"encoding/json"
	"fmt"
	"time"
)

// fields are the values that an edit sets, as decoded from YAML. In JSON, a time
// is {"$time": …} to distinguish it from a string.
type fields map[string]any

// instant is the JSON form of a time among fields.
type instant struct {
	Time time.Time `json:"$time"`
}

// MarshalJSON writes times as instants, so that UnmarshalJSON recognizes them.
func (f fields) MarshalJSON() ([]byte, error) { return json.Marshal(marked(map[string]any(f))) }

func marked(value any) any {
	switch v := value.(type) {
	case time.Time:
		return instant{v}
	case map[string]any:
		out := map[string]any{}
		for key, item := range v {
			out[key] = marked(item)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = marked(item)
		}
		return out
	}
	return value
}

// UnmarshalJSON reads the form that MarshalJSON writes.
func (f *fields) UnmarshalJSON(b []byte) error {
	var raw map[string]any
	if err := json.Unmarshal(b, &raw); err != nil {
		return err
	}
	for key, value := range raw {
		plain, err := unmarked(value)
		if err != nil {
			return fmt.Errorf("field %s: %w", key, err)
		}
		raw[key] = plain
	}
	*f = raw
	return nil
}

func unmarked(value any) (_ any, err error) {
	switch v := value.(type) {
	case map[string]any:
		if text, ok := v["$time"].(string); ok && len(v) == 1 {
			return time.Parse(time.RFC3339Nano, text)
		}
		for key := range v {
			if v[key], err = unmarked(v[key]); err != nil {
				return nil, err
			}
		}
	case []any:
		for i := range v {
			if v[i], err = unmarked(v[i]); err != nil {
				return nil, err
			}
		}
	}
	return value, nil
}
