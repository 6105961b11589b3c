package proxmox

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// mapping names devices or directories of hosts, so that virtual machines can be given them wherever they run.
type mapping struct {
	description string
	// entries are property strings, one for each device.
	entries  []string
	mediated bool
}

// mappingKeys are what an entry may have, by kind of mapping; those marked with ! must be there.
var mappingKeys = map[string][]string{
	"pci": {"!id", "!node", "!path", "description", "iommugroup", "subsystem-id"},
	"usb": {"!id", "!node", "path", "description"},
	"dir": {"!node", "!path", "description"},
}

// mappingForms are the forms of values in an entry, by kind of mapping.
var mappingForms = map[string]map[string]*regexp.Regexp{
	"pci": {"id": regexp.MustCompile(`^[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}$`), "subsystem-id": regexp.MustCompile(`^[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}$`)},
	"usb": {"id": regexp.MustCompile(`^[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}$`), "path": regexp.MustCompile(`^\d+-\d+(\.\d+)*$`)},
	"dir": {"path": regexp.MustCompile(`^/`)},
}

var mappingName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]+$`)

func (r *request) mappings() (string, map[string]mapping, error) {
	kind := r.PathValue("kind")

	found, known := r.server.mappings[kind]
	if !known || kind == "dir" && !r.server.isAtLeast(8, 4) {
		return "", nil, refuseWith(statusNotImplemented, "Method '%s %s' not implemented", r.Method, r.URL.Path)
	}

	return kind, found, nil
}

func (r *request) findMapping(privileges ...string) (string, mapping, error) {
	kind, all, err := r.mappings()
	if err != nil {
		return "", mapping{}, err
	}

	name := r.PathValue("mapping")
	if err := r.needOneOf("/mapping/"+kind+"/"+name, privileges...); err != nil {
		return "", mapping{}, err
	}

	found, known := all[name]
	if !known {
		return "", mapping{}, refuse("mapping '%s' does not exist", name)
	}

	return kind, found, nil
}

func (m mapping) answer(kind, name string) map[string]any {
	answer := map[string]any{"id": name, "type": kind, "map": append([]string{}, m.entries...)}
	if m.description != "" {
		answer["description"] = m.description
	}

	if m.mediated {
		answer["mdev"] = 1
	}

	return answer
}

func listMappings(r *request) (any, error) {
	kind, all, err := r.mappings()
	if err != nil {
		return nil, err
	}

	list := []any{}

	for _, name := range slices.Sorted(maps.Keys(all)) {
		if r.needOneOf("/mapping/"+kind+"/"+name, "Mapping.Audit", "Mapping.Use", "Mapping.Modify") != nil {
			continue
		}

		answer := all[name].answer(kind, name)
		answer["checks"] = r.server.diagnose(kind, name, r.value("check-node"))
		list = append(list, answer)
	}

	return list, nil
}

// diagnose tells what is wrong with a mapping on a host.
func (s *Server) diagnose(kind, name, host string) []any {
	if host == "" || kind != "pci" {
		return []any{}
	}

	if _, err := s.mappedPCI(host, name); err != nil {
		return []any{map[string]string{"severity": "error", "message": err.Error()}}
	}

	return []any{}
}

func getMapping(r *request) (any, error) {
	kind, found, err := r.findMapping("Mapping.Audit", "Mapping.Use", "Mapping.Modify")
	if err != nil {
		return nil, err
	}

	answer := found.answer(kind, r.PathValue("mapping"))
	answer["digest"] = ""

	return answer, nil
}

func createMapping(r *request) (any, error) {
	kind, all, err := r.mappings()
	if err != nil {
		return nil, err
	}

	name := r.value("id")
	if err := r.need("/mapping/"+kind, "Mapping.Modify"); err != nil {
		return nil, err
	}

	if !mappingName.MatchString(name) {
		return nil, refuseParameter("id", "invalid format - value does not look like a valid configuration ID")
	}

	if _, known := all[name]; known {
		return nil, refuse("mapping '%s' already exists", name)
	}

	made := mapping{}
	if err := r.changeMapping(kind, &made, "!id", "!map"); err != nil {
		return nil, err
	}

	all[name] = made

	return nil, nil
}

func updateMapping(r *request) (any, error) {
	kind, found, err := r.findMapping("Mapping.Modify")
	if err != nil {
		return nil, err
	}

	if err := r.changeMapping(kind, &found, "map", "delete", "digest"); err != nil {
		return nil, err
	}

	r.server.mappings[kind][r.PathValue("mapping")] = found

	return nil, nil
}

func (r *request) changeMapping(kind string, changed *mapping, parameters ...string) error {
	parameters = append(parameters, "description")
	if kind == "pci" {
		parameters = append(parameters, "mdev")
	}

	if err := r.onlyParameters(parameters...); err != nil {
		return err
	}

	for _, name := range splitList(r.value("delete")) {
		switch name {
		case "description":
			changed.description = ""
		case "mdev":
			changed.mediated = false
		default:
			return refuseParameter("delete", "unknown option '%s'", name)
		}
	}

	if r.has("description") {
		changed.description = r.value("description")
	}

	if r.has("mdev") {
		mediated, err := r.flag("mdev")
		if err != nil {
			return err
		}

		changed.mediated = mediated
	}

	if !r.has("map") {
		return nil
	}

	entries := []string{}

	for _, entry := range r.values["map"] {
		stored, err := r.server.readEntry(kind, entry)
		if err != nil {
			return err
		}

		entries = append(entries, stored)
	}

	changed.entries = entries

	return nil
}

func (s *Server) readEntry(kind, entry string) (string, error) {
	parsed, err := parseProperties(entry, "")
	if err != nil {
		return "", refuseParameter("map", "%v", err)
	}

	var known []string

	for _, key := range mappingKeys[kind] {
		bare := strings.TrimPrefix(key, "!")
		known = append(known, bare)

		if bare != key && parsed[bare] == "" {
			return "", refuseParameter("map", "invalid format - %s: property is missing and it is not optional", bare)
		}
	}

	if err := parsed.onlyKeys(known...); err != nil {
		return "", refuseParameter("map", "%v", err)
	}

	for key, form := range mappingForms[kind] {
		if value := parsed[key]; value != "" && !form.MatchString(value) {
			return "", refuseParameter("map", "invalid format - %s: value '%s' does not match the regex pattern", key, value)
		}
	}

	if _, err := s.findHost(parsed["node"]); err != nil {
		return "", refuseParameter("map", "invalid format - node: '%s' is no node of the cluster", parsed["node"])
	}

	return parsed.print(""), nil
}

func deleteMapping(r *request) (any, error) {
	kind, _, err := r.findMapping("Mapping.Modify")
	if err != nil {
		return nil, err
	}

	delete(r.server.mappings[kind], r.PathValue("mapping"))

	return nil, nil
}

// entryOn returns the first entry of a mapping for a host.
func (s *Server) entryOn(host, kind, name string) (properties, error) {
	found, known := s.mappings[kind][name]
	if !known {
		return nil, fmt.Errorf("%s device mapping not found for '%s'", strings.ToUpper(kind), name)
	}

	for _, entry := range found.entries {
		if parsed, err := parseProperties(entry, ""); err == nil && parsed["node"] == host {
			return parsed, nil
		}
	}

	return nil, fmt.Errorf("%s device mapping '%s' has no device on node '%s'", strings.ToUpper(kind), name, host)
}

// mappedPCI returns the path of the device that a mapping names on a host, if it is there and the one that it says.
func (s *Server) mappedPCI(host, name string) (string, error) {
	entry, err := s.entryOn(host, "pci", name)
	if err != nil {
		return "", err
	}

	on, err := s.findHost(host)
	if err != nil {
		return "", err
	}

	path := entry["path"]

	for _, device := range on.PCIDevices {
		if device.Path != path && strings.TrimSuffix(device.Path, ".0") != path {
			continue
		}

		if device.ID != entry["id"] {
			return "", fmt.Errorf("PCI device mapping invalid (hardware probably changed): 'id' does not match for '%s' (%s != %s)", name, entry["id"], device.ID)
		}

		group := entry["iommugroup"]
		if group != "" && group != strconv.Itoa(device.IOMMUGroup) {
			return "", fmt.Errorf("PCI device mapping invalid (hardware probably changed): 'iommugroup' does not match for '%s' (%s != %d)", name, group, device.IOMMUGroup)
		}

		return device.Path, nil
	}

	return "", fmt.Errorf("pci device '%s' not found", path)
}

func (s *Server) checkPCI(found *guest, key, value string) error {
	parsed, err := parseProperties(value, "host")
	if err != nil {
		return err
	}

	if parsed["pcie"] == "1" && !found.isQ35() {
		return fmt.Errorf("q35 machine model is not enabled, but pcie=1 is set for '%s'", key)
	}

	path, err := s.mappedPCI(found.host, parsed["mapping"])
	if err != nil {
		return err
	}

	for _, id := range slices.Sorted(maps.Keys(s.guests)) {
		other := s.guests[id]
		if other == found || other.host != found.host || !s.isOn(other) {
			continue
		}

		for name, held := range other.booted {
			if prefix, _ := splitNumber(name); prefix != "hostpci" {
				continue
			}

			if used, err := parseProperties(held, "host"); err == nil {
				if taken, err := s.mappedPCI(other.host, used["mapping"]); err == nil && taken == path {
					return fmt.Errorf("PCI device '%s' already in use by VMID '%d'", path, id)
				}
			}
		}
	}

	return nil
}

func (s *Server) checkUSB(found *guest, value string) error {
	parsed, err := parseProperties(value, "host")
	if err != nil || parsed["mapping"] == "" {
		return err
	}

	// a mapped device that is not plugged in does not keep a guest from starting
	_, err = s.entryOn(found.host, "usb", parsed["mapping"])

	return err
}

func (s *Server) checkDirectory(found *guest, value string) error {
	parsed, err := parseProperties(value, "dirid")
	if err != nil {
		return err
	}

	_, err = s.entryOn(found.host, "dir", parsed["dirid"])

	return err
}
