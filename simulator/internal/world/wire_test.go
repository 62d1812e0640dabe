package world_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// eventData is the data of an event's body, byte for byte. The rest of the
// body must be the envelope that the change announces.
func eventData(c world.Change, teamID vital.ID) ([]byte, error) {
	envelope := fmt.Sprintf(`{"event_type":%q,"user_id":%q,"client_user_id":%q,"team_id":%q,"data":`,
		c.EventType, c.UserID, c.ClientUserID, teamID)
	data, ok := bytes.CutPrefix(c.Body, []byte(envelope))
	if !ok || len(data) == 0 || data[len(data)-1] != '}' {
		return nil, fmt.Errorf("body is %.200s…, want %s…}", c.Body, envelope)
	}
	return data[:len(data)-1], nil
}

// recordHead is what the law needs of a record.
type recordHead struct {
	ID           vital.ID   `json:"id"`
	SleepID      vital.ID   `json:"sleep_id"` // of sleep cycles
	UserID       vital.ID   `json:"user_id"`
	CalendarDate vital.Date `json:"calendar_date"`
	CreatedAt    time.Time  `json:"created_at"`
	UpdatedAt    time.Time  `json:"updated_at"`
	Source       struct {
		Provider string `json:"provider"`
	} `json:"source"`
}

func headOf(record []byte) (h recordHead, err error) {
	return h, json.Unmarshal(record, &h)
}

// recordID is the id of a record's JSON without decoding it: the first key.
func recordID(record string) string {
	const before, length = len(`{"id":"`), 36
	return record[before : before+length]
}

// eventSamples are the samples of a timeseries event. An error says which byte
// is not what a GET of the same samples answers.
func eventSamples(data []byte, resource *vital.Resource, user vital.ID) (source string, points []view.Point, err error) {
	source, rest, ok := strings.Cut(strings.TrimPrefix(string(data), `{"source":`), `,"data":[`)
	if !ok {
		return "", nil, fmt.Errorf("data is %.200s…", data)
	}
	rest, ok = strings.CutSuffix(rest, `],"user_id":"`+user.String()+`"}`)
	if !ok {
		return "", nil, fmt.Errorf("data ends …%s", data[max(0, len(data)-80):])
	}
	var from vital.Source
	if err := json.Unmarshal([]byte(source), &from); err != nil {
		return "", nil, err
	}
	encoder := wire.NewSampleEncoder(resource)
	encoder.Source = &from
	var buf []byte
	for rest != "" {
		text := rest[:sampleEnd(resource, rest)]
		p, err := parseSample(resource, text)
		if err != nil {
			return "", nil, fmt.Errorf("sample %s: %w", text, err)
		}
		if buf = p.AppendTo(buf[:0], &encoder); string(buf) != text {
			return "", nil, fmt.Errorf("sample %s, a GET answers %s", text, buf)
		}
		points = append(points, ofWorkout(p, from))
		rest = strings.TrimPrefix(rest[len(text):], ",")
	}
	return source, points, nil
}

// sampleEnd is where the first sample of a list ends.
func sampleEnd(resource *vital.Resource, text string) int {
	if resource.Shape == vital.ShapeValue {
		return strings.IndexByte(text, '}') + 1
	}
	d := json.NewDecoder(strings.NewReader(text))
	var first json.RawMessage
	if d.Decode(&first) != nil {
		return 0
	}
	return int(d.InputOffset())
}

// ofWorkout is a point that names the workout its source names.
func ofWorkout(p view.Point, from vital.Source) view.Point {
	if !from.WorkoutID.Valid && !from.Sport.Valid {
		return p
	}
	d := wire.Detail{}
	if p.Detail != nil {
		d = *p.Detail
	}
	d.WorkoutID, d.Sport = from.WorkoutID, from.Sport
	p.Detail = &d
	return p
}

func parseSample(r *vital.Resource, text string) (p view.Point, err error) {
	if r.Shape != vital.ShapeValue || r.Typed || r.Fine || strings.Contains(text, ".") {
		sample := r.New()
		if err := json.Unmarshal([]byte(text), sample); err != nil {
			return p, err
		}
		return view.PointOf(*r, sample), nil
	}
	// The rest is read quickly, as there are many.
	if p.Offset, err = number(text, `"timezone_offset":`); err != nil {
		return p, err
	}
	at, ok, err := instant(text, `"timestamp":"`)
	if !ok || err != nil {
		return p, fmt.Errorf("no timestamp: %v", err)
	}
	p.Unix = at
	end, ok, err := instant(text, `"end":"`)
	if err != nil {
		return p, err
	}
	if ok {
		p.Duration = int32(end - at)
	}
	_, value, _ := strings.Cut(text, `"value":`)
	return p, p.Value.UnmarshalJSON([]byte(strings.TrimSuffix(value, "}")))
}

// instant is the time after a key, if the key is there.
func instant(text, key string) (unix int64, ok bool, err error) {
	const layout = "2006-01-02T15:04:05"
	_, at, ok := strings.Cut(text, key)
	if !ok || len(at) < len(layout) {
		return 0, false, nil
	}
	stamp, err := time.Parse(layout, at[:len(layout)])
	return stamp.Unix(), true, err
}

// number is the integer or null after a key.
func number(text, key string) (n vital.Null[int], err error) {
	_, rest, ok := strings.Cut(text, key)
	if !ok {
		return n, fmt.Errorf("no %s", key)
	}
	if strings.HasPrefix(rest, "null") {
		return n, nil
	}
	n.Valid = true
	n.V, err = strconv.Atoi(rest[:strings.IndexAny(rest, ",}")])
	return n, err
}

// ascending reports whether timestamps rise strictly.
func ascending(points []view.Point) bool {
	for i := 1; i < len(points); i++ {
		if points[i].Micros() <= points[i-1].Micros() {
			return false
		}
	}
	return true
}
