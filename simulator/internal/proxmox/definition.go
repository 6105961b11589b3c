package proxmox

import (
	"maps"
	"slices"
	"strings"
)

// listDefinitions lists how storages are defined for all hosts, whether a host can reach them or not.
func listDefinitions(r *request) (any, error) {
	list := []any{}

	for _, id := range r.server.storageIDs() {
		if r.may("/storage/"+id, "Datastore.Audit") || r.may("/storage/"+id, "Datastore.AllocateSpace") {
			list = append(list, r.server.definition(id))
		}
	}

	return list, nil
}

func (s *Server) storageIDs() []string {
	ids := map[string]bool{}

	for _, stores := range s.stores {
		for id := range stores {
			ids[id] = true
		}
	}

	return slices.Sorted(maps.Keys(ids))
}

// hostsWith are the hosts on which a storage is defined.
func (s *Server) hostsWith(id string) []string {
	var hosts []string

	for _, host := range s.config.Hosts {
		if s.stores[host.Name][id] != nil {
			hosts = append(hosts, host.Name)
		}
	}

	return hosts
}

func (s *Server) definition(id string) map[string]any {
	hosts := s.hostsWith(id)
	one := s.stores[hosts[0]][id]
	answer := map[string]any{"storage": id, "type": one.kind, "content": strings.Join(one.content, ",")}

	if len(hosts) < len(s.config.Hosts) {
		answer["nodes"] = strings.Join(hosts, ",")
	}

	if one.disabled {
		answer["disable"] = 1
	}

	return answer
}

func updateDefinition(r *request) (any, error) {
	if err := r.need("/storage", "Datastore.Allocate"); err != nil {
		return nil, err
	}

	s := r.server
	id := r.PathValue("storage")

	if len(s.hostsWith(id)) == 0 {
		return nil, refuse("update storage failed: storage '%s' does not exist", id)
	}

	first := s.stores[s.hostsWith(id)[0]][id]
	changed := Storage{ID: id, Type: first.kind, Content: first.content, SizeGiB: first.bytes / gibi}
	disabled := first.disabled

	if r.has("content") {
		changed.Content = splitList(r.value("content"))
		if err := changed.check(); err != nil {
			return nil, refuseParameter("content", "%v", err)
		}
	}

	if r.has("disable") {
		var err error
		if disabled, err = r.flag("disable"); err != nil {
			return nil, err
		}
	}

	if r.has("nodes") {
		if err := s.placeStorage(id, first, splitList(r.value("nodes"))); err != nil {
			return nil, err
		}
	}

	for _, host := range s.hostsWith(id) {
		s.stores[host][id].content, s.stores[host][id].disabled = changed.Content, disabled
	}

	return map[string]any{"storage": id, "type": first.kind}, nil
}

// placeStorage defines a storage for these hosts only. A host that loses it must have nothing on it: what is left there is
// not simulated.
func (s *Server) placeStorage(id string, like *store, hosts []string) error {
	for _, host := range hosts {
		if s.stores[host] == nil {
			return refuseParameter("nodes", "no such cluster node '%s'", host)
		}
	}

	for _, host := range s.hostsWith(id) {
		if kept := slices.Contains(hosts, host); !kept && len(s.stores[host][id].volumes) > 0 && !storageTypes[like.kind].shared {
			return refuse("storage '%s' holds volumes on host '%s', which the simulated endpoint does not hide", id, host)
		} else if !kept {
			delete(s.stores[host], id)
		}
	}

	for _, host := range hosts {
		if s.stores[host][id] != nil {
			continue
		}

		s.stores[host][id] = like
		if !storageTypes[like.kind].shared {
			s.stores[host][id] = &store{id: id, kind: like.kind, content: like.content, bytes: like.bytes, volumes: map[string]*volume{}}
		}
	}

	return nil
}
