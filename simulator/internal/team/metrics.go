package team

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// Metrics are those of one simulator, in a registry of its own. What is counted
// never falls, also where a team starts over; what is measured is that of the
// teams there are.
type Metrics struct {
	registry *prometheus.Registry
	messages *prometheus.CounterVec // by event type
	attempts *prometheus.CounterVec // by event type and status
	requests *prometheus.CounterVec // by API, method, route and status
}

// NewMetrics returns metrics in which nothing is counted yet.
func NewMetrics() *Metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: "vitalsim_" + name, Help: help}, labels)
	}
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		messages: counter("messages_total", "Webhook messages sent.", "event_type"),
		attempts: counter("attempts_total", "Completed delivery attempts, by event type and response status (none without a response).", "event_type", "status"),
		requests: counter("api_requests_total", "Requests served, by API (team, management or control), route and status.", "api", "method", "route", "status"),
	}
	m.registry.MustRegister(m.messages, m.attempts, m.requests, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// collect measures the teams whenever the metrics are read.
func (m *Metrics) collect(ts *Teams) { m.registry.MustRegister(collector{ts}) }

// Handler serves the metrics for Prometheus.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// Served counts a request. A method or path that no API has is no label.
func (m *Metrics) Served(api, method, route string, status int) {
	if route == "" {
		route = "other"
	}
	if !slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}, method) {
		method = "other"
	}
	m.requests.WithLabelValues(api, method, route, statusLabel(status)).Inc()
}

// statusLabel returns a status as a label; none where there was no answer.
func statusLabel(status int) string {
	if status == 0 {
		return "none"
	}
	return strconv.Itoa(status)
}

// A collector measures all teams.
type collector struct{ teams *Teams }

func gauge(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("vitalsim_"+name, help, labels, nil)
}

var (
	teamsGauge      = gauge("teams", "Teams in use, one per API key.")
	openGauge       = gauge("open_deliveries", "Delivery attempts that are due or in progress.")
	deliveriesGauge = gauge("deliveries", "Messages in the logs per endpoint, by delivery status.", "status")
	evictedGauge    = gauge("log_evicted_messages", "Messages that the logs have evicted.")
	logGauge        = gauge("log_messages", "Completed messages kept in the logs.")
	logBytesGauge   = gauge("log_bytes", "Bytes of the completed messages kept in the logs.")
	fillGauge       = gauge("log_fill_ratio", "How full the fullest log of a team is, from 0 to 1. A full log evicts its oldest completed messages.")
	lagGauge        = gauge("clock_lag_seconds", "Largest clock lag of any team, in simulated seconds.")
)

// Describe sends the descriptions of what it measures.
func (c collector) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{teamsGauge, openGauge, deliveriesGauge, evictedGauge, logGauge, logBytesGauge, fillGauge, lagGauge} {
		out <- d
	}
}

// Collect sends the measurements.
func (c collector) Collect(out chan<- prometheus.Metric) {
	teams := c.teams.All()
	var sum webhook.Stats
	var fill, lag float64
	for _, t := range teams {
		s := t.Webhooks.Stats()
		sum.Open += s.Open
		sum.Pending += s.Pending
		sum.Accepted += s.Accepted
		sum.Failed += s.Failed
		sum.Unwanted += s.Unwanted
		sum.Evicted += s.Evicted
		sum.Done += s.Done
		sum.Bytes += s.Bytes
		fill = max(fill, float64(s.Done)/float64(s.DoneLimit), float64(s.Bytes)/float64(s.BytesLimit))
		lag = max(lag, t.driver.Lag())
	}
	set := func(d *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	set(teamsGauge, float64(len(teams)))
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
