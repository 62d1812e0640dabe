package vital_test

import (
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// sample is what the fast encoders are expected to write.
func sample(r vital.Resource, unix int64, duration int32, offset vital.Null[int], value vital.Decimal) vital.Sample {
	at := time.Unix(unix, 0).UTC()
	s := vital.Sample{TimezoneOffset: offset, Unit: r.Unit, Timestamp: at, Value: value}
	if r.Kind == vital.Interval {
		s.Start, s.End = at, at.Add(time.Duration(duration)*time.Second)
	}
	return s
}

func TestEncodersAgree(t *testing.T) {
	t.Parallel()
	rnd := source(1)
	for _, r := range vital.Resources {
		if !r.Kind.Timeseries() {
			continue
		}
		enc := vital.NewSampleEncoder(&r)
		unix := rnd.Int64N(4e9) - 1e9
		offset := vital.Null[int]{}
		for i := range 200 {
			unix += rnd.Int64N(20000) - 3000
			duration := int32(rnd.IntN(3 * 86400))
			if i%7 == 0 { // up to midnight
				duration = int32(86400 - (unix%86400+86400)%86400)
			}
			value := vital.Decimal(rnd.Int64N(100000) - 1000)
			switch i % 40 {
			case 10:
				offset = vital.Val(3600)
			case 20:
				offset = vital.Val(-18000)
			case 30:
				offset = vital.Null[int]{}
				enc.Type = vital.Val("stood")
			case 39:
				enc.Type = vital.Null[string]{}
			}
			want := sample(r, unix, duration, offset, value)
			if got := vital.AppendSample(nil, &r, unix, duration, offset, value); string(got) != string(want.AppendJSON(nil)) {
				t.Fatalf("AppendSample\n%s, want\n%s", got, want.AppendJSON(nil))
			}
			want.Type = enc.Type
			if got := enc.Append(nil, unix, duration, offset, value); string(got) != string(want.AppendJSON(nil)) {
				t.Fatalf("SampleEncoder\n%s, want\n%s", got, want.AppendJSON(nil))
			}
		}
	}
}

func TestSampleJSON(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 5, 23, 59, 30, 999, time.FixedZone("", 3600)).Unix()
	for name, want := range map[string]string{
		"heartrate": `{"id":null,"timezone_offset":3600,"type":null,"unit":"bpm","timestamp":"2026-01-05T22:59:30+00:00","value":61.5}`,
		"steps": `{"id":null,"timezone_offset":3600,"type":null,"unit":"count","timestamp":"2026-01-05T22:59:30+00:00",` +
			`"start":"2026-01-05T22:59:30+00:00","end":"2026-01-05T23:00:30+00:00","value":61.5}`,
	} {
		r, _ := vital.ResourceNamed(name)
		if got := vital.AppendSample(nil, &r, at, 60, vital.Val(3600), 6150); string(got) != want {
			t.Errorf("%s:\n%s, want\n%s", name, got, want)
		}
	}
}

func TestAppendTime(t *testing.T) {
	t.Parallel()
	rnd := source(2)
	check := func(at time.Time) {
		t.Helper()
		text := at.UTC().Truncate(time.Second).Format(time.RFC3339)
		if got, want := string(vital.AppendTime(nil, at)), text[:len(text)-1]+"+00:00"; got != want {
			t.Errorf("AppendTime = %s, want %s", got, want)
		}
		if got, want := vital.DateOf(at.UTC()).String(), at.UTC().Format(time.DateOnly); got != want {
			t.Errorf("Date = %s, want %s", got, want)
		}
	}
	check(time.Time{})
	check(time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC))
	check(time.Date(9999, 12, 31, 23, 59, 59, 1e9-1, time.UTC))
	check(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC))
	check(time.Date(-1, 12, 31, 0, 0, 0, 0, time.UTC))
	check(time.Date(1969, 12, 31, 23, 59, 59, 5e8, time.UTC))
	for d := vital.DateFrom(1890, 1, 1); d < vital.DateFrom(2110, 1, 1); d++ {
		check(d.UTC().Add(time.Duration(rnd.IntN(86400)) * time.Second))
	}
	for range 2000 {
		check(time.Unix(rnd.Int64N(300e9)-60e9, rnd.Int64N(1e9)))
	}
}
