package proxmox

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

var haRuleName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]+$`)

func checkRule(s *Server, id string, entry haEntry) error {
	if !haRuleName.MatchString(id) {
		return refuseParameter("rule", "invalid format - value does not look like a valid configuration ID")
	}

	var unmanaged []string

	for _, resource := range splitList(entry["resources"]) {
		if s.ha["resources"][resource] == nil {
			unmanaged = append(unmanaged, resource)
		}
	}

	if len(unmanaged) > 0 {
		return refuse("cannot use unmanaged resource(s) %s.", strings.Join(unmanaged, ", "))
	}

	if entry["resources"] == "" {
		return refuseParameter("resources", "property is missing and it is not optional")
	}

	switch entry["type"] {
	case "node-affinity":
		if entry["nodes"] == "" {
			return refuseParameter("nodes", "property is missing and it is not optional")
		}

		if entry["affinity"] != "" && entry["affinity"] != "positive" {
			return refuseParameter("affinity", "value '%s' does not have a value in the enumeration 'positive'", entry["affinity"])
		}

		for _, node := range entry.nodes() {
			if _, err := s.findHost(node); err != nil {
				return refuse("cannot use non-existant node(s) %s.", node)
			}
		}
	case "resource-affinity":
		if entry["affinity"] != "positive" && entry["affinity"] != "negative" {
			return refuseParameter("affinity", "value '%s' does not have a value in the enumeration 'positive, negative'", entry["affinity"])
		}

		if entry["nodes"] != "" {
			return refuseParameter("nodes", "unexpected property 'nodes'")
		}
	default:
		return refuseParameter("type", "value '%s' does not have a value in the enumeration 'node-affinity, resource-affinity'", entry["type"])
	}

	return s.checkFeasibility(id, entry)
}

// checkFeasibility refuses a rule that no placement could satisfy together with the other ones. Only what is wrong with the rule
// that is written is said.
func (s *Server) checkFeasibility(id string, entry haEntry) error {
	all := maps.Clone(s.ha["rules"])
	all[id] = entry
	maps.DeleteFunc(all, func(_ string, rule haEntry) bool { return rule["disable"] == "1" })

	if all[id] == nil {
		return nil
	}

	var reason string

	if entry["type"] == "node-affinity" {
		reason = s.nodeAffinityFault(id, all)
	} else {
		reason = s.resourceAffinityFault(id, all)
	}

	if reason == "" {
		return nil
	}

	return &failure{status: 400, message: "Rule '" + id + "' is invalid.", fields: map[string]string{"resources": reason}}
}

func (s *Server) nodeAffinityFault(id string, all map[string]haEntry) string {
	rule := all[id]

	for _, other := range slices.Sorted(maps.Keys(all)) {
		if other == id || all[other]["type"] != "node-affinity" {
			continue
		}

		if shared := all[other].common(rule); len(shared) > 0 {
			return "resource '" + shared[0] + "' is already used in another node affinity rule"
		}
	}

	for _, other := range slices.Sorted(maps.Keys(all)) {
		against := all[other]
		if against["type"] != "resource-affinity" || len(against.common(rule)) == 0 {
			continue
		}

		switch {
		case against.meetsPriorities(all):
			return "resources are in a resource affinity rule and cannot be in a node affinity rule with multiple priorities"
		case against["affinity"] == "positive" && len(against.nodeAffinities(all)) > 1:
			return "at least one resource is in a positive resource affinity rule and there are other resources in at least one other node affinity rule already"
		case against["affinity"] == "negative" && against.isCramped(all):
			return "at least one resource is in a negative resource affinity rule and this rule would restrict these to less nodes than available to the resources"
		}
	}

	return ""
}

func (s *Server) resourceAffinityFault(id string, all map[string]haEntry) string {
	rule := all[id]
	count := len(splitList(rule["resources"]))

	switch {
	case count < 2:
		return "rule is ineffective as there are less than two resources"
	case rule["affinity"] == "negative" && count > len(s.config.Hosts):
		return "rule defines more resources than available nodes"
	}

	for _, other := range slices.Sorted(maps.Keys(all)) {
		against := all[other]
		if against["type"] == "resource-affinity" && against["affinity"] != rule["affinity"] && len(against.common(rule)) > 1 {
			return "rule shares two or more resources with a " + against["affinity"] + " resource affinity rule"
		}
	}

	switch {
	case rule.meetsPriorities(all):
		return "resources are in node affinity rules with multiple priorities"
	case rule["affinity"] == "positive" && len(rule.nodeAffinities(all)) > 1:
		return "resources are in multiple node affinity rules"
	case rule["affinity"] == "negative" && rule.isCramped(all):
		return "two or more resources are restricted to less nodes than available to the resources"
	}

	return ""
}

// nodes returns the names of the nodes of a rule.
func (e haEntry) nodes() []string {
	var names []string

	for _, node := range splitList(e["nodes"]) {
		name, _, _ := strings.Cut(node, ":")
		names = append(names, name)
	}

	return names
}

// common returns the resources that two rules share.
func (e haEntry) common(other haEntry) []string {
	theirs := splitList(other["resources"])

	return slices.DeleteFunc(splitList(e["resources"]), func(resource string) bool { return !slices.Contains(theirs, resource) })
}

// nodeAffinities returns the node affinity rules that resources of a rule are in.
func (e haEntry) nodeAffinities(all map[string]haEntry) []haEntry {
	var found []haEntry

	for _, rule := range all {
		if rule["type"] == "node-affinity" && len(e.common(rule)) > 0 {
			found = append(found, rule)
		}
	}

	return found
}

// meetsPriorities says whether a resource of a rule prefers some of its nodes to others.
func (e haEntry) meetsPriorities(all map[string]haEntry) bool {
	return slices.ContainsFunc(e.nodeAffinities(all), func(rule haEntry) bool {
		priorities := map[string]bool{}

		for _, node := range splitList(rule["nodes"]) {
			_, priority, _ := strings.Cut(node, ":")
			if priority == "" {
				priority = "0"
			}

			priorities[priority] = true
		}

		return len(priorities) > 1
	})
}

// isCramped says whether resources that are kept apart have fewer nodes than there are of them.
func (e haEntry) isCramped(all map[string]haEntry) bool {
	nodes, located := map[string]bool{}, map[string]bool{}

	for _, rule := range e.nodeAffinities(all) {
		for _, node := range rule.nodes() {
			nodes[node] = true
		}

		for _, resource := range e.common(rule) {
			located[resource] = true
		}
	}

	return len(nodes) < len(located)
}
