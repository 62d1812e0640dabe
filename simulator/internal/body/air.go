package body

// climate describes the air temperature of a place in °C, rounded from its climate
// normals.
type climate struct {
	mean   float64
	summer float64 // July's excess over the mean; negative in the southern hemisphere
}

// fillTemperature fills in the air temperature of a track: the seasonal mean, plus
// 4 °C at three in the afternoon, plus weather that changes over days and is
// stronger where the seasons differ more. It lies within -20 and 45 °C.
func (p *Persona) fillTemperature(t *Track, c climate) {
	weather := p.streams.track.Child("weather")
	spread := 2 + float64(0.3*max(c.summer, -c.summer))
	offset := int64(p.OffsetAt(t.Start))
	celsius := int16(0)
	for i := range t.TemperatureDeciC {
		if i%perMinute == 0 {
			at := t.Start + int64(i)*trackStep
			x := c.mean + float64(c.summer*sine((float64(at)/daySeconds-200)/365.25+0.25)) // warmest on 20 July
			x += float64(4 * sine(float64(at+offset-15*3600)/daySeconds+0.25))
			x += float64(spread * wave(weather, at, 3*daySeconds))
			x += float64(0.4 * wave(weather.Child("gust"), at, 600))
			celsius = int16(floor(10*x + 0.5))
		}
		t.TemperatureDeciC[i] = celsius
	}
}
