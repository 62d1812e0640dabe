package simulator

import (
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// metrics are those of one simulator, in a registry of its own. What is counted
// never falls, also where a team starts over; what is measured is that of the
// teams there are.
type metrics struct {
	registry *prometheus.Registry
	messages *prometheus.CounterVec // by event type
	attempts *prometheus.CounterVec // by event type and status
	requests *prometheus.CounterVec // by API, method, route and status
}

func newMetrics() *metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: "vitalsim_" + name, Help: help}, labels)
	}
	m := &metrics{
		registry: prometheus.NewRegistry(),
		messages: counter("messages_total", "Webhook messages that were made.", "event_type"),
		attempts: counter("attempts_total", "Attempts to deliver a message that have ended; status is that of the answer, or none.", "event_type", "status"),
		requests: counter("api_requests_total", "Requests that were answered, by API (team, management or control), route and status.", "api", "method", "route", "status"),
	}
	m.registry.MustRegister(m.messages, m.attempts, m.requests, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// collect measures the teams of a simulator whenever somebody asks.
func (m *metrics) collect(s *Simulator) { m.registry.MustRegister(teamCollector{s}) }

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// served counts a request. A method or path that no API has is no label.
func (m *metrics) served(api, method, route string, status int) {
	if route == "" {
		route = "other"
	}
	if !slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}, method) {
		method = "other"
	}
	m.requests.WithLabelValues(api, method, route, statusLabel(status)).Inc()
}

// statusLabel is a status as a label; none where there was no answer.
func statusLabel(status int) string {
	if status == 0 {
		return "none"
	}
	return strconv.Itoa(status)
}

// teamCollector measures all teams.
type teamCollector struct{ sim *Simulator }

func gauge(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("vitalsim_"+name, help, labels, nil)
}

var (
	universesGauge  = gauge("universes", "Teams in use, one per API key.")
	openGauge       = gauge("open_deliveries", "Attempts that are due and have not ended.")
	deliveriesGauge = gauge("deliveries", "Messages in the logs on their way to an endpoint, by how they stand.", "status")
	evictedGauge    = gauge("log_evicted_messages", "Messages that the logs do not have any more.")
	logGauge        = gauge("log_messages", "Messages in the logs that are done with.")
	logBytesGauge   = gauge("log_bytes", "Bytes of the messages in the logs that are done with.")
	fillGauge       = gauge("log_fill_ratio", "How full the fullest log of a team is, from 0 to 1; then the oldest messages that are done with are evicted.")
	lagGauge        = gauge("clock_lag_seconds", "Simulated seconds that the clock of the team is behind which is most so: it has more to do than it has time for.")
)

// Describe says what there is.
func (c teamCollector) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{universesGauge, openGauge, deliveriesGauge, evictedGauge, logGauge, logBytesGauge, fillGauge, lagGauge} {
		out <- d
	}
}

// Collect measures.
func (c teamCollector) Collect(out chan<- prometheus.Metric) {
	c.sim.mu.Lock()
	universes := slices.Collect(maps.Values(c.sim.universes))
	c.sim.mu.Unlock()
	var sum webhook.Stats
	var fill, lag float64
	for _, u := range universes {
		s := u.dispatcher.Stats()
		sum.Open += s.Open
		sum.Pending += s.Pending
		sum.Accepted += s.Accepted
		sum.Failed += s.Failed
		sum.Unwanted += s.Unwanted
		sum.Evicted += s.Evicted
		sum.Done += s.Done
		sum.Bytes += s.Bytes
		fill = max(fill, float64(s.Done)/float64(s.DoneLimit), float64(s.Bytes)/float64(s.BytesLimit))
		lag = max(lag, u.driver.Lag())
	}
	set := func(d *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	set(universesGauge, float64(len(universes)))
	set(openGauge, float64(sum.Open))
	for status, n := range map[webhook.Status]int{webhook.Pending: sum.Pending, webhook.Success: sum.Accepted, webhook.Fail: sum.Failed, webhook.Unwanted: sum.Unwanted} {
		set(deliveriesGauge, float64(n), string(status))
	}
	set(evictedGauge, float64(sum.Evicted))
	set(logGauge, float64(sum.Done))
	set(logBytesGauge, float64(sum.Bytes))
	set(fillGauge, fill)
	set(lagGauge, lag)
}
