package proxmox

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

func version(r *request) (any, error) {
	told := r.server.config.version()
	release := told[:strings.LastIndex(told, ".")]

	return map[string]any{"version": told, "release": release, "repoid": "42db4a6cf33dac83", "console": "xtermjs"}, nil
}

// nextID reserves nothing: until one of them makes a guest, all callers get the same number.
func nextID(r *request) (any, error) {
	if r.has("vmid") {
		id, err := r.number("vmid")
		if err != nil {
			return nil, err
		}

		if r.server.whoHas(id) != nil {
			return nil, refuseParameter("vmid", "VM %d already exists", id)
		}

		return strconv.Itoa(id), nil
	}

	id := lowestGuest
	for r.server.whoHas(id) != nil {
		id++
	}

	return strconv.Itoa(id), nil
}

// resources lists what the caller may see; nothing is refused.
func resources(r *request) (any, error) {
	kind := r.value("type")
	if !slices.Contains([]string{"", "vm", "storage", "node"}, kind) {
		return nil, refuseParameter("type", "value '%s' does not have a value in the enumeration 'vm, storage, node'", kind)
	}

	s := r.server
	list := []any{}

	if kind == "" || kind == "vm" {
		for _, id := range slices.Sorted(maps.Keys(s.guests)) {
			if found := s.guests[id]; r.may(found.path(), "VM.Audit") {
				list = append(list, s.resource(found))
			}
		}
	}

	for _, host := range s.config.Hosts {
		if kind == "" || kind == "vm" {
			for _, one := range host.Containers {
				if r.may(one.path(), "VM.Audit") {
					list = append(list, one.resource(host.Name))
				}
			}
		}

		if kind == "" || kind == "node" {
			list = append(list, s.node(host))
		}

		if kind == "" || kind == "storage" {
			for _, id := range slices.Sorted(maps.Keys(s.stores[host.Name])) {
				if !r.may("/storage/"+id, "Datastore.Audit") {
					continue
				}

				answer := s.stores[host.Name][id].answer()
				answer["id"], answer["type"], answer["node"] = "storage/"+host.Name+"/"+id, "storage", host.Name
				answer["plugintype"], answer["status"], answer["maxdisk"] = s.stores[host.Name][id].kind, "available", answer["total"]
				// a text here, which the client of the cluster's list does not take
				delete(answer, "content")
				list = append(list, answer)
			}
		}
	}

	return list, nil
}

func (s *Server) resource(found *guest) map[string]any {
	answer := s.summary(found)
	answer["id"], answer["type"], answer["node"] = fmt.Sprintf("qemu/%d", found.id), "qemu", found.host
	answer["maxcpu"] = answer["cpus"]

	delete(answer, "cpus")

	if found.pool != "" {
		answer["pool"] = found.pool
	}

	if s.managed(found.id) {
		answer["hastate"] = s.ha["resources"][fmt.Sprintf("vm:%d", found.id)]["state"]
	}

	return answer
}

func (s *Server) node(host Host) map[string]any {
	return map[string]any{
		"id": "node/" + host.Name, "node": host.Name, "type": "node", "status": "online", "level": "", "ssl_fingerprint": s.fingerprint,
		"maxcpu": host.cpus(), "maxmem": host.memoryBytes(), "maxdisk": 0, "cpu": 0, "mem": 0, "disk": 0, "uptime": 1,
	}
}

func listNodes(r *request) (any, error) {
	list := []any{}
	for _, host := range r.server.config.Hosts {
		list = append(list, r.server.node(host))
	}

	return list, nil
}

func nodeStatus(r *request) (any, error) {
	host, err := r.findHost()
	if err != nil {
		return nil, err
	}

	if err := r.need("/nodes/"+host.Name, "Sys.Audit"); err != nil {
		return nil, err
	}

	used := r.server.memoryInUse(host.Name)
	free := max(0, host.memoryBytes()-used)

	return map[string]any{
		"uptime": 1, "cpu": 0, "pveversion": "pve-manager/" + r.server.config.version(),
		"cpuinfo": map[string]any{"cores": host.cpus(), "cpus": host.cpus(), "sockets": 1, "model": "made-up"},
		"memory":  map[string]any{"total": host.memoryBytes(), "used": used, "free": free, "available": free},
	}, nil
}

// memoryInUse is what the virtual machines take that run on a host.
func (s *Server) memoryInUse(host string) int64 {
	var used int64

	for _, found := range s.guests {
		if found.host == host && s.isOn(found) {
			used += int64(found.memoryMiB()) * mebi
		}
	}

	return used
}

// maySeeBridge says whether the caller may use or see a bridge, or a VLAN on it.
func (r *request) maySeeBridge(bridge string) bool {
	path := "/sdn/zones/localnetwork/" + bridge
	sees := func(path string) bool { return r.may(path, "SDN.Audit") || r.may(path, "SDN.Use") }

	return sees(path) || slices.ContainsFunc(r.server.grants, func(given grant) bool {
		return strings.HasPrefix(given.path, path+"/") && sees(given.path)
	})
}

// nodeNetwork lists bridges; the first has the address of the host, by which clients find its SSH.
func nodeNetwork(r *request) (any, error) {
	host, err := r.findHost()
	if err != nil {
		return nil, err
	}

	list := []any{}

	for position, bridge := range host.Bridges {
		answer := map[string]any{
			"iface": bridge, "type": "bridge", "method": "manual", "method6": "manual", "active": 1, "autostart": 1, "exists": 1,
			"priority": position + 1, "families": []string{"inet"}, "bridge_ports": "", "bridge_stp": "off",
		}

		if position == 0 {
			address := host.address(r.server.address)
			answer["method"], answer["address"], answer["netmask"] = "static", address.String(), "8"
			answer["cidr"], answer["gateway"] = address.String()+"/8", address.String()
		}

		if wanted := r.value("type"); r.maySeeBridge(bridge) && (wanted == "" || strings.HasSuffix(wanted, "bridge")) {
			list = append(list, answer)
		}
	}

	if r.value("type") == "any_bridge" {
		list = append(list, r.localVnets(*host)...)
	}

	return list, nil
}
