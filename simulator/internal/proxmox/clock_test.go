package proxmox

import (
	"strings"
	"testing"
	"time"
)

// clockOf is by how much the clock of a host is ahead of ours.
func clockOf(e *endpoint, host string) time.Duration {
	e.Helper()

	told := e.must("GET", "/nodes/"+host+"/time", "").(map[string]any)
	if told["timezone"] != "UTC" || told["localtime"] != told["time"] {
		e.Fatalf("time %v", told)
	}

	return time.Unix(int64(told["time"].(float64)), 0).Sub(time.Now()).Round(time.Minute)
}

func TestClocks(t *testing.T) {
	e := newEndpoint(t, func(config *Config) { config.Hosts[1].ClockOffsetSeconds = -600 })

	for host, want := range map[string]time.Duration{"pve1": 0, "pve2": -10 * time.Minute} {
		if got := clockOf(e, host); got != want {
			t.Errorf("the clock of %s is %v ahead, want %v", host, got, want)
		}
	}

	if output, err := e.server.Run("pve2", "chronyc makestep"); err != nil || output != "200 OK\n" {
		t.Fatalf("output %q: %v", output, err)
	}

	if got := clockOf(e, "pve2"); got != 0 {
		t.Errorf("the clock is still %v ahead", got)
	}
}

func TestClocksNeedAPrivilege(t *testing.T) {
	_, caller := newCaller(t)

	if status, message := caller.refused("GET", "/nodes/pve1/time", ""); status != 403 || !strings.Contains(message, "Sys.Audit") {
		t.Fatalf("%d %s", status, message)
	}

	if status, _ := caller.refused("GET", "/nodes/pve9/time", ""); status == 403 {
		t.Fatal("a host that does not exist is no question of rights")
	}
}
