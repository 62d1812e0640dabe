package world_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// randomKey is any key that the fields of an id have room for.
func randomKey(r *seed.Stream) world.RecordKey {
	return world.RecordKey{
		User: r.Uint64() >> 8, Day: vital.Date(r.Uint64() & 0xffff), Provider: provider.Number(1 + r.Int(provider.MaxNumber)), Resource: vital.ResourceID(1 + r.Int(512)), Ordinal: r.Int(64),
	}
}

func checkV4(t *testing.T, id vital.ID) {
	t.Helper()
	parsed, err := uuid.Parse(id.String())
	if err != nil || parsed.Version() != 4 || parsed.Variant() != uuid.RFC4122 {
		t.Errorf("%s is not a UUID of version 4: %v", id, err)
	}
}

func TestIDsDecodeToTheirRecord(t *testing.T) {
	t.Parallel()
	r := seed.New(1).Child("ids").Stream()
	here, elsewhere := seed.New(2).Child("a"), seed.New(2).Child("b")
	seen := map[vital.ID]world.RecordKey{}
	for range 20_000 {
		k := randomKey(&r)
		id := world.EncodeID(here, k)
		if got, ok := world.DecodeID(here, id); !ok || got != k {
			t.Fatalf("%+v becomes %s, which is %+v, %v", k, id, got, ok)
		}
		if other, taken := seen[id]; taken && other != k {
			t.Fatalf("%s stands for %+v and %+v", id, k, other)
		}
		seen[id] = k
		checkV4(t, id)
		if other := world.EncodeID(elsewhere, k); other == id {
			t.Fatalf("%+v has the id %s under two keys", k, id)
		} else if got, ok := world.DecodeID(here, other); ok {
			t.Fatalf("the id %s of another key decodes to %+v", other, got)
		}
	}
}

func TestEveryBitOfAnIDMatters(t *testing.T) {
	t.Parallel()
	r := seed.New(3).Child("ids").Stream()
	s := seed.New(4)
	for range 200 {
		id := world.EncodeID(s, randomKey(&r))
		for bit := range 128 {
			forged := id
			forged[bit/8] ^= 1 << (bit % 8)
			if k, ok := world.DecodeID(s, forged); ok {
				t.Errorf("%s, bit %d turned, decodes to %+v", id, bit, k)
			}
		}
	}
}

func TestForgedIDsDoNotDecode(t *testing.T) {
	t.Parallel()
	r := seed.New(5).Child("forged").Stream()
	s := seed.New(6)
	for range 100_000 {
		var id vital.ID
		for i := range id {
			id[i] = byte(r.Int(256))
		}
		v4 := id
		v4[6], v4[8] = v4[6]&0x0f|0x40, v4[8]&0x3f|0x80
		for _, forged := range []vital.ID{id, v4} {
			if k, ok := world.DecodeID(s, forged); ok {
				t.Fatalf("%s decodes to %+v", forged, k)
			}
		}
	}
}

// TestIDsOnTheWireDecode decodes ids as clients see them.
func TestIDsOnTheWireDecode(t *testing.T) {
	t.Parallel()
	m, id := london(t, world.ConnectOptions{Days: 30})
	m.after(time.Hour)
	checkV4(t, id)
	checkV4(t, m.Team())
	for _, resource := range []string{"activity", "sleep"} {
		records := m.records(id, resource)
		if len(records) < 20 {
			t.Errorf("%d records of %s", len(records), resource)
		}
		for _, text := range records {
			h, err := headOf([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			checkV4(t, h.ID)
			k, ok := m.DecodeID(h.ID)
			if !ok || k.Day != h.CalendarDate || k.Resource.String() != resource {
				t.Errorf("%s of %s on %s decodes to %+v, %v", h.ID, resource, h.CalendarDate, k, ok)
			}
		}
	}
}
