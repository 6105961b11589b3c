package proxmox

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// sdnObject are the settings of a zone, a vnet or a subnet, as they are stored.
type sdnObject map[string]any

// sdnConfig are zones, vnets and subnets by their ids.
type sdnConfig map[string]map[string]sdnObject

// sdnKinds are the parts of the software-defined network, each with what its calls know it by.
var sdnKinds = map[string]string{"zones": "zone", "vnets": "vnet", "subnets": "subnet"}

// SDN is what an endpoint has of a software-defined network before anybody calls it, applied already.
type SDN struct {
	// Zones by name, with their settings as the API knows them.
	Zones map[string]map[string]any `json:"zones,omitempty"`
	// Vnets by name.
	Vnets map[string]map[string]any `json:"vnets,omitempty"`
	// Controllers are the names of controllers for EVPN.
	Controllers []string `json:"controllers,omitempty"`
	// DNSServers are the names of servers that names are entered into; nothing is.
	DNSServers []string `json:"dnsServers,omitempty"`
	// IPAMs are the names of lists of addresses beside that of Proxmox VE; nothing is entered into them.
	IPAMs []string `json:"ipams,omitempty"`
}

func newSDN() sdnConfig {
	return sdnConfig{"zones": {}, "vnets": {}, "subnets": {}}
}

// config makes objects of the configuration; numbers of JSON are whole numbers.
func (d SDN) config() sdnConfig {
	made := newSDN()

	for kind, all := range map[string]map[string]map[string]any{"zones": d.Zones, "vnets": d.Vnets} {
		for id, settings := range all {
			object := sdnObject{}

			for key, value := range settings {
				if number, isNumber := value.(float64); isNumber {
					value = int(number)
				}

				object[key] = value
			}

			made[kind][id] = object
		}
	}

	return made
}

func (c sdnConfig) copied() sdnConfig {
	made := newSDN()

	for kind, all := range c {
		for id, object := range all {
			made[kind][id] = maps.Clone(object)
		}
	}

	return made
}

// pending shows objects as they run, with what an apply would change.
func (s *Server) pending(kind string) map[string]sdnObject {
	shown := map[string]sdnObject{}

	for id, running := range s.sdnRunning[kind] {
		wanted, kept := s.sdn[kind][id]
		object, changes, state := maps.Clone(running), map[string]any{}, ""

		switch {
		case !kept:
			state = "deleted"
		default:
			for key := range running {
				if _, has := wanted[key]; !has {
					changes[key], state = "deleted", "changed"
				}
			}

			for key, value := range wanted {
				if fmt.Sprint(running[key]) != fmt.Sprint(value) {
					changes[key], state = value, "changed"
				}
			}
		}

		if state != "" {
			object["state"], object["pending"] = state, changes
		}

		shown[id] = object
	}

	for id, wanted := range s.sdn[kind] {
		if _, runs := s.sdnRunning[kind][id]; runs {
			continue
		}

		changes := map[string]any(maps.Clone(wanted))
		object := sdnObject{"state": "new", "pending": changes}

		for _, key := range []string{"type", "vnet"} {
			if value, has := wanted[key]; has {
				object[key] = value
				delete(changes, key)
			}
		}

		shown[id] = object
	}

	return shown
}

// sdnShown are objects of a kind as the call asks for them: as they run, with what is pending, or as they are written.
func (r *request) sdnShown(kind string) (map[string]sdnObject, error) {
	for name, choose := range map[string]func() map[string]sdnObject{
		"pending": func() map[string]sdnObject { return r.server.pending(kind) },
		"running": func() map[string]sdnObject { return r.server.sdnRunning[kind] },
	} {
		asked, err := r.flag(name)
		if err != nil {
			return nil, err
		}

		if asked {
			return choose(), nil
		}
	}

	return r.server.sdn[kind], nil
}

func sdnAnswer(kind, id string, object sdnObject) map[string]any {
	answer := map[string]any(maps.Clone(object))
	answer[sdnKinds[kind]] = id

	if kind != "subnets" {
		return answer
	}

	zone, network, mask := subnetParts(id)
	answer["zone"], answer["network"], answer["mask"], answer["cidr"] = zone, network, mask, network+"/"+mask
	answer["dhcp-range"] = dhcpRanges(object)

	return answer
}

func dhcpRanges(object sdnObject) []map[string]string {
	ranges := []map[string]string{}

	written, _ := object["dhcp-range"].([]string)
	for _, one := range written {
		parsed, _ := parseProperties(one, "")
		ranges = append(ranges, map[string]string{"start-address": parsed["start-address"], "end-address": parsed["end-address"]})
	}

	return ranges
}

// subnetParts are zone, network and length of the prefix in the id of a subnet.
func subnetParts(id string) (string, string, string) {
	zone, rest, _ := strings.Cut(id, "-")
	network, mask, _ := strings.Cut(rest, "-")

	return zone, network, mask
}

func (o sdnObject) text(key string) string {
	if o[key] == nil {
		return ""
	}

	return fmt.Sprint(o[key])
}

// zoneOf is the zone that a vnet is written to be in.
func (s *Server) zoneOf(vnet string) (string, error) {
	found := s.sdn["vnets"][vnet]
	if found == nil {
		return "", refuse("sdn vnet '%s' does not exist", vnet)
	}

	return found.text("zone"), nil
}

func (r *request) needVnet(vnet string, privileges ...string) error {
	zone, err := r.server.zoneOf(vnet)
	if err != nil {
		return err
	}

	return r.needOneOf("/sdn/zones/"+zone+"/"+vnet, privileges...)
}

func listZones(r *request) (any, error) {
	return r.sdnList("zones", func(id string, _ sdnObject) string { return "/sdn/zones/" + id })
}

func listVnets(r *request) (any, error) {
	return r.sdnList("vnets", func(id string, object sdnObject) string {
		zone := object.text("zone")
		if changes, has := object["pending"].(map[string]any); has && zone == "" {
			zone = sdnObject(changes).text("zone")
		}

		return "/sdn/zones/" + zone + "/" + id
	})
}

// sdnList leaves out what the caller may not see.
func (r *request) sdnList(kind string, pathOf func(string, sdnObject) string) (any, error) {
	shown, err := r.sdnShown(kind)
	if err != nil {
		return nil, err
	}

	list := []any{}

	for _, id := range slices.Sorted(maps.Keys(shown)) {
		path := pathOf(id, shown[id])
		if r.may(path, "SDN.Audit") || r.may(path, "SDN.Allocate") {
			list = append(list, sdnAnswer(kind, id, shown[id]))
		}
	}

	return list, nil
}

func getZone(r *request) (any, error) {
	id := r.PathValue("zone")
	if err := r.need("/sdn/zones/"+id, "SDN.Allocate"); err != nil {
		return nil, err
	}

	shown, err := r.sdnShown("zones")
	if err != nil {
		return nil, err
	}

	if shown[id] == nil {
		return nil, refuse("sdn '%s' does not exist", id)
	}

	return sdnAnswer("zones", id, shown[id]), nil
}

func getVnet(r *request) (any, error) {
	id := r.PathValue("vnet")
	if err := r.needVnet(id, "SDN.Audit", "SDN.Allocate"); err != nil {
		return nil, err
	}

	shown, err := r.sdnShown("vnets")
	if err != nil {
		return nil, err
	}

	if shown[id] == nil {
		return nil, refuse("sdn vnet '%s' does not exist", id)
	}

	return sdnAnswer("vnets", id, shown[id]), nil
}

func listSubnets(r *request) (any, error) {
	vnet := r.PathValue("vnet")
	if err := r.needVnet(vnet, "SDN.Audit", "SDN.Allocate"); err != nil {
		return nil, err
	}

	shown, err := r.sdnShown("subnets")
	if err != nil {
		return nil, err
	}

	list := []any{}

	for _, id := range slices.Sorted(maps.Keys(shown)) {
		if shown[id].text("vnet") == vnet {
			list = append(list, sdnAnswer("subnets", id, shown[id]))
		}
	}

	return list, nil
}

func getSubnet(r *request) (any, error) {
	vnet, id := r.PathValue("vnet"), r.PathValue("subnet")
	if err := r.needVnet(vnet, "SDN.Audit", "SDN.Allocate"); err != nil {
		return nil, err
	}

	shown, err := r.sdnShown("subnets")
	if err != nil {
		return nil, err
	}

	if shown[id] == nil {
		return nil, refuse("sdn subnet '%s' does not exist", id)
	}

	if shown[id].text("vnet") != vnet {
		return nil, refuseParameter("vnet", "wrong vnet")
	}

	return sdnAnswer("subnets", id, shown[id]), nil
}

// applySDN makes what is written run: before that no host has it.
func applySDN(r *request) (any, error) {
	if err := r.need("/sdn", "SDN.Allocate"); err != nil {
		return nil, err
	}

	s := r.server
	// what is written at the moment of the call counts
	s.sdnRunning = s.sdn.copied()

	do := s.locked(func(current *task) error {
		for _, host := range s.config.Hosts {
			current.printf("%s: reloading network config", host.Name)
		}

		return nil
	})

	return r.start(s.config.Hosts[0].Name, "reloadnetworkall", "", do, nil), nil
}

// vnetAt is a vnet that runs, if there is one of this name, and why a host does not have it.
func (s *Server) vnetAt(host Host, name string) (sdnObject, error) {
	vnet := s.sdnRunning["vnets"][name]
	if vnet == nil {
		return nil, nil
	}

	written, zone := s.sdn["zones"][vnet.text("zone")], s.sdnRunning["zones"][vnet.text("zone")]
	if nodes := written.text("nodes"); nodes != "" && !slices.Contains(splitList(nodes), host.Name) {
		return vnet, fmt.Errorf("vnet %s is not allowed on this node", name)
	}

	// a host makes no vnet of a zone whose bridge it does not have
	if bridge := zone.text("bridge"); zone == nil || bridge != "" && !host.hasBridge(bridge) {
		return vnet, fmt.Errorf("bridge '%s' does not exist", name)
	}

	return vnet, nil
}

// localVnets are those that run on a host and that the caller may see, as they stand in the list of its networks.
func (r *request) localVnets(host Host) []any {
	s, list := r.server, []any{}

	for _, id := range slices.Sorted(maps.Keys(s.sdnRunning["vnets"])) {
		vnet := s.sdnRunning["vnets"][id]
		path := "/sdn/zones/" + vnet.text("zone") + "/" + id
		zone := s.sdnRunning["zones"][vnet.text("zone")]

		if nodes := zone.text("nodes"); nodes != "" && !slices.Contains(splitList(nodes), host.Name) {
			continue
		}

		if r.may(path, "SDN.Audit") || r.may(path, "SDN.Use") {
			list = append(list, map[string]any{"iface": id, "type": "vnet", "active": "1", "comments": vnet["alias"]})
		}
	}

	return list
}

// names are those of each kind, sorted.
func (c sdnConfig) names() map[string][]string {
	names := map[string][]string{}
	for kind, all := range c {
		names[kind] = append([]string{}, slices.Sorted(maps.Keys(all))...)
	}

	return names
}
