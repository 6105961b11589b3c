package proxmox

import (
	"strings"
	"testing"
)

// managedTrio is an endpoint of two hosts with three guests under high availability.
func managedTrio(t *testing.T) *endpoint {
	t.Helper()

	e := newEndpoint(t)

	for _, id := range []string{"100", "101", "102"} {
		e.addTalos(id)
		e.must("POST", "/cluster/ha/resources/", "sid=vm:"+id+"&state=started")
	}

	return e
}

func TestRulesThatNoPlacementSatisfies(t *testing.T) {
	const (
		first  = "type=node-affinity&resources=vm:100&nodes=pve1"
		both   = "type=node-affinity&resources=vm:100,vm:101&nodes=pve1"
		ranked = "type=node-affinity&resources=vm:100&nodes=pve1:2,pve2:1"
		second = "type=node-affinity&resources=vm:101&nodes=pve2"
		apart  = "type=resource-affinity&affinity=negative&resources=vm:100,vm:101"
		near   = "type=resource-affinity&affinity=positive&resources=vm:100,vm:101"
	)

	for _, row := range []struct {
		name    string
		before  []string
		form    string
		message string
	}{
		{"one resource", nil, "type=resource-affinity&affinity=negative&resources=vm:100", "less than two resources"},
		{"more resources than nodes", nil, apart + ",vm:102", "more resources than available nodes"},
		{"a second node affinity", []string{first}, both, "resource 'vm:100' is already used in another node affinity rule"},
		{"together and apart", []string{near}, apart, "shares two or more resources with a positive resource affinity rule"},
		{"apart and together", []string{apart}, near, "shares two or more resources with a negative resource affinity rule"},
		{"priorities first", []string{ranked}, apart, "resources are in node affinity rules with multiple priorities"},
		{"priorities last", []string{apart}, ranked, "cannot be in a node affinity rule with multiple priorities"},
		{"together in two places", []string{first, second}, near, "resources are in multiple node affinity rules"},
		{"two places for what is together", []string{near, first}, second, "in at least one other node affinity rule already"},
		{"apart on one node", []string{both}, apart, "restricted to less nodes than available to the resources"},
		{"one node for what is apart", []string{apart}, both, "would restrict these to less nodes"},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := managedTrio(t)
			for index, form := range row.before {
				e.must("POST", "/cluster/ha/rules", "rule=before-"+string(rune('a'+index))+"&"+form)
			}

			status, message := e.refused("POST", "/cluster/ha/rules", "rule=last&"+row.form)
			if status != 400 || !strings.Contains(message, row.message) || !strings.Contains(message, "Rule 'last' is invalid.") {
				t.Fatalf("got %d %q", status, message)
			}
		})
	}
}

func TestRulesThatArePossible(t *testing.T) {
	e := managedTrio(t)
	e.must("POST", "/cluster/ha/rules", "rule=apart&type=resource-affinity&affinity=negative&resources=vm:100,vm:101")
	e.must("POST", "/cluster/ha/rules", "rule=one&type=node-affinity&affinity=positive&resources=vm:100,vm:101&nodes=pve1:1,pve2:1")
	e.must("POST", "/cluster/ha/rules", "rule=off&type=node-affinity&resources=vm:100&nodes=pve1&disable=1")
	e.must("PUT", "/cluster/ha/rules/one", "type=node-affinity&resources=vm:102&nodes=pve1:2,pve2:1")

	if rule := e.must("GET", "/cluster/ha/rules/one", ""); pick(rule, "affinity", "nodes") != "positive pve1:2,pve2:1" {
		t.Fatalf("rule %v", rule)
	}
}

func TestCallsThatStartAndStopWhatIsManaged(t *testing.T) {
	e := managedTrio(t)
	e.must("PUT", "/cluster/ha/resources/vm:101", "state=ignored")

	state := func(id string) string { return pick(e.must("GET", "/cluster/ha/resources/vm:"+id, ""), "state") }

	for _, id := range []string{"100", "101"} {
		e.must("POST", "/nodes/pve1/qemu/"+id+"/status/stop", "")
	}

	if got := state("100") + " " + state("101"); got != "stopped ignored" {
		t.Fatalf("after the stop %s", got)
	}

	for _, id := range []string{"100", "101"} {
		e.must("POST", "/nodes/pve1/qemu/"+id+"/status/start", "")
	}

	if got := state("100") + " " + state("101"); got != "started ignored" {
		t.Fatalf("after the start %s", got)
	}
}
