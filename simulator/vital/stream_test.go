package vital_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestWorkoutStreamJSON(t *testing.T) {
	t.Parallel()
	const text = `{"cadence":[80,null,81.5],"time":[1767614400,1767614401,1767614402],"altitude":[],"velocity_smooth":null,` +
		`"heartrate":[null,120,121],"lat":[51.50735,null,-0.000001],"lng":[-0.127758,null,180],"distance":[0,3.12,6.24],` +
		`"power":null,"resistance":null,"temperature":[null,null,null]}`
	want := vital.WorkoutStream{
		Cadence: vital.DecimalColumn{8000, vital.GapDecimal, 8150}, Time: []int64{noon, noon + 1, noon + 2}, Altitude: vital.DecimalColumn{},
		HeartRate: vital.IntColumn{vital.GapInt, 120, 121}, Lat: vital.DegreesColumn{51_507_350, vital.GapDegrees, -1},
		Lng: vital.DegreesColumn{-127_758, vital.GapDegrees, 180_000_000}, Distance: vital.DecimalColumn{0, 312, 624},
		Temperature: vital.DecimalColumn{vital.GapDecimal, vital.GapDecimal, vital.GapDecimal},
	}
	var got vital.WorkoutStream
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if s := string(got.AppendJSON(nil)); s != text {
		t.Errorf("written again as\n%s, want\n%s", s, text)
	}
	for _, text := range []string{
		`{"heartrate":[80.5]}`, `{"heartrate":{}}`, `{"heartrate":[3000000000]}`, `{"time":[null,"x"]}`, `{"lat":[181]}`, `{"lng":["1"]}`,
		`{"power":[1e13]}`,
	} {
		if err := json.Unmarshal([]byte(text), new(vital.WorkoutStream)); err == nil {
			t.Errorf("%s was read", text)
		}
	}
}

// Without devices there is nothing but nulls.
func TestEmptyStreams(t *testing.T) {
	t.Parallel()
	for _, s := range []appender{vital.WorkoutStream{}, vital.SleepStream{}} {
		var columns map[string]any
		if err := json.Unmarshal(s.AppendJSON(nil), &columns); err != nil {
			t.Fatal(err)
		}
		for key, column := range columns {
			if column != nil {
				t.Errorf("%T: %s is %v", s, key, column)
			}
		}
	}
}

func TestDegreesJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0": "0", "-0": "0", "51.507350": "51.50735", "-0.1277583": "-0.127758", "0.000001": "0.000001", "-180": "-180", "180": "180",
		"12.0000005": "12.000001", "1e-9": "0", "10.1": "10.1",
	} {
		var d vital.Degrees
		if err := json.Unmarshal([]byte(text), &d); err != nil || string(d.AppendJSON(nil)) != want {
			t.Errorf("%s is read as %s (%v), want %s", text, d.AppendJSON(nil), err, want)
		}
		if again := vital.DegreesOf(d.Float()); again != d {
			t.Errorf("%s becomes %d and then %d", text, d, again)
		}
	}
	for _, text := range []string{"180.1", "-181", "1e400", `"1"`, "null", "[]"} {
		var d vital.Degrees
		if err := d.UnmarshalJSON([]byte(text)); err == nil {
			t.Errorf("%s is read as %s, want an error", text, d.AppendJSON(nil))
		}
	}
}

func FuzzDegrees(f *testing.F) {
	for _, n := range []int32{0, 1, -1, 51_507_350, -127_758, 180_000_000, -180_000_000, math.MaxInt32, math.MinInt32} {
		f.Add(n)
	}
	f.Fuzz(func(t *testing.T, n int32) {
		b := vital.Degrees(n).AppendJSON(nil)
		var got float64
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatalf("%d is written as %s: %v", n, b, err)
		}
		if vital.DegreesOf(got) != vital.Degrees(n) {
			t.Errorf("%d is written as %s", n, b)
		}
	})
}
