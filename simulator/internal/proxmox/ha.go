package proxmox

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// haEntry is a resource or a rule of high availability: its settings as they are stored.
type haEntry map[string]string

// haKind is what resources and rules have in common.
type haKind struct {
	// id is the parameter that names an entry.
	id string
	// word is what refusals call an entry; only that of a resource makes the provider see that it is gone.
	word string
	// settings are all others, with whether they are numbers in answers.
	settings map[string]bool
	check    func(s *Server, id string, entry haEntry) error
}

var haStates = []string{"started", "stopped", "enabled", "disabled", "ignored"}

var haKinds = map[string]haKind{
	"resources": {
		id:   "sid",
		word: "resource",
		settings: map[string]bool{
			"type": false, "state": false, "comment": false, "max_relocate": true, "max_restart": true, "failback": true,
		},
		check: checkResource,
	},
	"rules": {
		id:   "rule",
		word: "ha rule",
		settings: map[string]bool{
			"type": false, "resources": false, "nodes": false, "affinity": false, "strict": true, "disable": true, "comment": false,
		},
		check: checkRule,
	},
}

func checkResource(s *Server, id string, entry haEntry) error {
	number, err := strconv.Atoi(strings.TrimPrefix(id, "vm:"))
	if err != nil || !strings.HasPrefix(id, "vm:") {
		return refuseParameter("sid", "invalid format - '%s' is no HA resource such as vm:100", id)
	}

	if s.guests[number] == nil {
		return refuse("resource '%s' does not exists in cluster", id)
	}

	if entry["type"] == "" {
		entry["type"] = "vm"
	}

	if entry["state"] == "" {
		entry["state"] = "started"
	}

	switch {
	case entry["type"] != "vm":
		return refuseParameter("type", "types does not match: '%s' is a vm", id)
	case !slices.Contains(haStates, entry["state"]):
		return refuseParameter("state", "value '%s' does not have a value in the enumeration '%s'", entry["state"], strings.Join(haStates, ", "))
	}

	return nil
}

func (r *request) highAvailability() (haKind, map[string]haEntry, error) {
	kind, known := haKinds[r.PathValue("kind")]
	if !known {
		if r.PathValue("kind") == "groups" {
			return kind, nil, refuse("ha groups have been migrated to rules")
		}

		return kind, nil, refuseWith(statusNotImplemented, "Method '%s %s' not implemented", r.Method, r.URL.Path)
	}

	return kind, r.server.ha[r.PathValue("kind")], nil
}

func (r *request) findHA(path, privilege string) (haKind, haEntry, error) {
	kind, all, err := r.highAvailability()
	if err != nil {
		return kind, nil, err
	}

	if err := r.need(path, privilege); err != nil {
		return kind, nil, err
	}

	found := all[r.PathValue("entry")]
	if found == nil {
		return kind, nil, refuse("no such %s '%s'", kind.word, r.PathValue("entry"))
	}

	return kind, found, nil
}

func (k haKind) answer(id string, entry haEntry) map[string]any {
	answer := map[string]any{k.id: id, "digest": ""}

	for name, value := range entry {
		answer[name] = value

		if number, err := strconv.Atoi(value); err == nil && k.settings[name] {
			answer[name] = number
		}
	}

	if entry["type"] == "node-affinity" {
		answer["affinity"] = "positive"
	}

	return answer
}

func listHA(r *request) (any, error) {
	if r.PathValue("kind") == "groups" {
		return []any{}, nil
	}

	kind, all, err := r.highAvailability()
	if err != nil {
		return nil, err
	}

	if err := r.need("/", "Sys.Audit"); err != nil {
		return nil, err
	}

	list := []any{}
	for _, id := range slices.Sorted(maps.Keys(all)) {
		list = append(list, kind.answer(id, all[id]))
	}

	return list, nil
}

func getHA(r *request) (any, error) {
	kind, found, err := r.findHA("/", "Sys.Audit")
	if err != nil {
		return nil, err
	}

	return kind.answer(r.PathValue("entry"), found), nil
}

func createHA(r *request) (any, error) {
	kind, all, err := r.highAvailability()
	if err != nil {
		return nil, err
	}

	if err := r.need("/", "Sys.Console"); err != nil {
		return nil, err
	}

	id := r.value(kind.id)
	if all[id] != nil {
		return nil, refuse("%s '%s' already defined", kind.word, id)
	}

	made := haEntry{}
	if err := r.changeHA(kind, id, made, "!"+kind.id); err != nil {
		return nil, err
	}

	all[id] = made

	return nil, nil
}

func updateHA(r *request) (any, error) {
	kind, found, err := r.findHA("/", "Sys.Console")
	if err != nil {
		return nil, err
	}

	changed := maps.Clone(found)
	if err := r.changeHA(kind, r.PathValue("entry"), changed, "delete", "digest"); err != nil {
		return nil, err
	}

	r.server.ha[r.PathValue("kind")][r.PathValue("entry")] = changed

	return nil, nil
}

func (r *request) changeHA(kind haKind, id string, changed haEntry, parameters ...string) error {
	if err := r.onlyParameters(append(slices.Collect(maps.Keys(kind.settings)), parameters...)...); err != nil {
		return err
	}

	for _, name := range splitList(r.value("delete")) {
		if _, known := kind.settings[name]; !known {
			return refuseParameter("delete", "unknown option '%s'", name)
		}

		delete(changed, name)
	}

	for name, isNumber := range kind.settings {
		if !r.has(name) {
			continue
		}

		if isNumber {
			if _, err := r.number(name); err != nil {
				return err
			}
		}

		changed[name] = r.value(name)
	}

	return kind.check(r.server, id, changed)
}

func deleteHA(r *request) (any, error) {
	if _, _, err := r.findHA("/", "Sys.Console"); err != nil {
		return nil, err
	}

	delete(r.server.ha[r.PathValue("kind")], r.PathValue("entry"))

	return nil, nil
}

// migrateHA moves a managed guest; here it is moved at once, as the manager would do soon.
func migrateHA(r *request) (any, error) {
	if r.PathValue("kind") != "resources" {
		return nil, refuseWith(statusNotImplemented, "Method '%s %s' not implemented", r.Method, r.URL.Path)
	}

	if _, _, err := r.findHA("/", "Sys.Console"); err != nil {
		return nil, err
	}

	number, _ := strconv.Atoi(strings.TrimPrefix(r.PathValue("entry"), "vm:"))

	found := r.server.guests[number]
	if found == nil {
		return nil, refuse("no such VM '%d'", number)
	}

	if err := found.free(); err != nil {
		return nil, err
	}

	if err := r.server.migrate(found, migration{target: r.value("node"), online: true, localDisks: true}); err != nil {
		return nil, err
	}

	return map[string]any{"sid": r.PathValue("entry"), "requested-node": r.value("node")}, nil
}

// requestState tells high availability, as calls that start and stop a guest do, how the guest is wanted from now on.
func (s *Server) requestState(found *guest, state string) {
	entry := s.ha["resources"][fmt.Sprintf("vm:%d", found.id)]
	if entry != nil && entry["state"] != "ignored" {
		entry["state"] = state
	}
}

// managed says whether high availability looks after a guest.
func (s *Server) managed(id int) bool { return s.ha["resources"][fmt.Sprintf("vm:%d", id)] != nil }

// unmanage forgets a guest, also in rules; a rule without resources goes.
func (s *Server) unmanage(id int) {
	gone := fmt.Sprintf("vm:%d", id)
	delete(s.ha["resources"], gone)

	for name, rule := range s.ha["rules"] {
		rest := slices.DeleteFunc(splitList(rule["resources"]), func(resource string) bool { return resource == gone })
		rule["resources"] = strings.Join(rest, ",")

		if len(rest) == 0 {
			delete(s.ha["rules"], name)
		}
	}
}
