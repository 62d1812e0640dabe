package body

import "strings"

// park is the centre of a public park around which routes lead.
type park struct {
	zones        string // prefix of the zones that use this park
	latE6, lngE6 float64
	cmPerDegree  float64 // of longitude at this latitude
	altitudeCm   float64
	climate      climate
}

// parks lists the parks by prefix of the zone. The first match counts, so specific
// prefixes come before those of a continent.
var parks = [...]park{
	{"Europe/London", 51_507_300, -165_700, 6.929e6, 2500, climate{11.5, 6.5}},            // Hyde Park
	{"Europe/Lisbon", 38_729_000, -9_184_000, 8.684e6, 12000, climate{17.5, 6}},           // Monsanto
	{"Europe/", 52_514_500, 13_350_100, 6.775e6, 3500, climate{10, 9.5}},                  // Tiergarten
	{"America/Los_Angeles", 34_136_500, -118_294_200, 9.213e6, 30000, climate{18.5, 5}},   // Griffith Park
	{"America/Chicago", 41_921_400, -87_633_500, 8.283e6, 18000, climate{10.5, 13.5}},     // Lincoln Park
	{"America/Sao_Paulo", -23_587_400, -46_657_600, 1.0202e7, 74000, climate{19.5, -3.5}}, // Ibirapuera
	{"America/", 40_782_900, -73_965_400, 8.429e6, 3500, climate{13, 12.5}},               // Central Park
	{"Asia/Kolkata", 12_976_300, 77_592_900, 1.0848e7, 91000, climate{24, 2.5}},           // Cubbon Park
	{"Asia/Singapore", 1_363_600, 103_844_000, 1.1129e7, 3000, climate{27.5, 0.7}},        // Bishan
	{"Asia/", 35_671_700, 139_694_900, 9.043e6, 3800, climate{16, 10.5}},                  // Yoyogi
	{"Africa/", -26_157_000, 28_035_000, 9.992e6, 165000, climate{16, -5}},                // Zoo Lake
	{"Australia/", -33_896_300, 151_233_600, 9.240e6, 3500, climate{18.5, -5}},            // Centennial Park
	{"Pacific/", -36_860_200, 174_777_000, 8.907e6, 6000, climate{15.5, -4.5}},            // Auckland Domain
	{"", 51_507_300, -165_700, 6.929e6, 2500, climate{11.5, 6.5}},
}

// cmPerLatitude is the length of a degree of latitude in centimetres.
const cmPerLatitude = 1.1132e7

// route is the loop that a persona takes for a sport.
type route struct {
	park
	lengthCm float64
	offset   float64 // position of the start, in turns
	bulge    float64 // phase of the dents, in turns
	hill     float64 // phase of the hills, in turns
	heightCm float64 // height of the hills
}

// route draws the loop in a zone: 2 to 3.5 km on foot, 6 to 10 on a hike, 9 to 16 by bicycle.
// Hills stay below a grade of about ten percent.
func (p *Persona) route(s *sport, zone string) route {
	r := p.streams.track.Child(s.slug).Stream()
	way := route{lengthCm: r.Between(2e5, 3.5e5), offset: r.Float(), bulge: r.Float(), hill: r.Float(), heightCm: r.Between(250, 900)}
	switch {
	case s.motion == wheels:
		way.lengthCm, way.heightCm = r.Between(9e5, 16e5), r.Between(900, 3500)
	case s.slug == "hiking":
		way.lengthCm, way.heightCm = r.Between(6e5, 10e5), r.Between(3000, 8000)
	}
	way.park = *parkIn(zone)
	return way
}

// parkIn returns the park for a zone.
func parkIn(zone string) *park {
	i := 0
	for !strings.HasPrefix(zone, parks[i].zones) { // ends: the last prefix is empty
		i++
	}
	return &parks[i]
}

// latitude returns the latitude of a zone's park in degrees north.
func latitude(zone string) float64 { return parkIn(zone).latE6 / 1e6 }

// follow fills in position and altitude of every point of a track from its distance,
// lap after lap. The loop is a circle with three dents, which make it 1 % longer.
func (w route) follow(t *Track) {
	const dent = 0.06
	radius := w.lengthCm / 6.2832 / 1.008
	for i, cm := range t.DistanceCm {
		turn := float64(cm)/w.lengthCm + w.offset
		r := radius * (1 + float64(dent*sine(float64(3*turn)+w.bulge)))
		north, east := r*sine(turn+0.25), r*sine(turn)
		t.LatE6[i] = int32(w.latE6 + float64(north*1e6/cmPerLatitude))
		t.LngE6[i] = int32(w.lngE6 + float64(east*1e6/w.cmPerDegree))
		height := sine(turn+w.hill) + float64(0.4*sine(float64(3*turn)+w.bulge))
		t.AltitudeCm[i] = int32(w.altitudeCm + float64(w.heightCm*height))
	}
}
