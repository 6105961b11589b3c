package proxmox

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// pool is a set of guests and storages; guests know their pool themselves.
type pool struct {
	comment  string
	storages []string
}

var poolName = regexp.MustCompile(`^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+){0,2}$`)

// poolOf returns the pool of what a path of the rights names, or an empty text.
func (s *Server) poolOf(path string) string {
	kind, id, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")

	switch kind {
	case "vms":
		number, _ := strconv.Atoi(id)
		if found := s.guests[number]; found != nil {
			return found.pool
		}

		return s.joining[number]
	case "storage":
		for name, one := range s.pools {
			if slices.Contains(one.storages, id) {
				return name
			}
		}
	}

	return ""
}

func listPools(r *request) (any, error) {
	if r.has("poolid") {
		name, found, err := r.findPool("Pool.Audit")
		if err != nil {
			return nil, err
		}

		return []any{map[string]any{"poolid": name, "comment": found.comment, "members": r.members(name, found)}}, nil
	}

	list := []any{}

	for _, name := range slices.Sorted(maps.Keys(r.server.pools)) {
		if r.may("/pool/"+name, "Pool.Audit") {
			list = append(list, map[string]any{"poolid": name, "comment": r.server.pools[name].comment})
		}
	}

	return list, nil
}

func (r *request) findPool(privilege string) (string, *pool, error) {
	name := r.value("poolid")
	if err := r.need("/pool/"+name, privilege); err != nil {
		return "", nil, err
	}

	found, known := r.server.pools[name]
	if !known {
		return "", nil, refuse("pool '%s' does not exist", name)
	}

	return name, found, nil
}

func (r *request) members(name string, of *pool) []any {
	members := []any{}
	s := r.server

	for _, id := range slices.Sorted(maps.Keys(s.guests)) {
		if found := s.guests[id]; found.pool == name {
			member := s.summary(found)
			member["id"], member["type"], member["node"] = fmt.Sprintf("qemu/%d", id), "qemu", found.host
			members = append(members, member)
		}
	}

	for _, id := range of.storages {
		for _, host := range s.config.Hosts {
			if s.stores[host.Name][id] != nil {
				members = append(members, map[string]any{
					"id": "storage/" + host.Name + "/" + id, "type": "storage", "node": host.Name, "storage": id,
				})
			}
		}
	}

	return members
}

func createPool(r *request) (any, error) {
	name := r.value("poolid")
	if err := r.need("/pool/"+name, "Pool.Allocate"); err != nil {
		return nil, err
	}

	if !poolName.MatchString(name) {
		return nil, refuseParameter("poolid", "invalid characters in pool name '%s'", name)
	}

	if r.server.pools[name] != nil {
		return nil, refuse("create pool failed: pool '%s' already exists", name)
	}

	if end := strings.LastIndex(name, "/"); end >= 0 && r.server.pools[name[:end]] == nil {
		return nil, refuse("create pool failed: parent '%s' of pool '%s' does not exist", name[:end], name)
	}

	r.server.pools[name] = &pool{comment: r.value("comment")}

	return nil, nil
}

func updatePool(r *request) (any, error) {
	name, found, err := r.findPool("Pool.Allocate")
	if err != nil {
		return nil, err
	}

	remove, err := r.flag("delete")
	if err != nil {
		return nil, err
	}

	moves, err := r.flag("allow-move")
	if err != nil {
		return nil, err
	}

	var joining []*guest

	for _, text := range splitList(r.value("vms")) {
		member, err := r.poolMember(name, text, remove, moves)
		if err != nil {
			return nil, err
		}

		joining = append(joining, member)
	}

	if err := r.changeStorages(found, remove); err != nil {
		return nil, err
	}

	for _, member := range joining {
		member.pool = name
		if remove {
			member.pool = ""
		}
	}

	if r.has("comment") {
		found.comment = r.value("comment")
	}

	return nil, nil
}

// poolMember returns the guest that is to join or leave a pool.
func (r *request) poolMember(name, text string, remove, moves bool) (*guest, error) {
	id, err := strconv.Atoi(text)
	if err != nil {
		return nil, refuseParameter("vms", "invalid format - '%s' is no VM ID", text)
	}

	member := r.server.guests[id]

	switch {
	case member == nil:
		return nil, refuse("VM %d does not exist", id)
	case remove && member.pool != name:
		return nil, refuse("VM %d is not a pool member", id)
	case !remove && member.pool == name:
		return nil, refuse("VM %d is already a pool member", id)
	case !remove && member.pool != "" && !moves:
		return nil, refuse("VM %d belongs already to pool '%s' and allow-move is not set", id, member.pool)
	}

	if !remove && member.pool != "" {
		if err := r.need("/pool/"+member.pool, "Pool.Allocate"); err != nil {
			return nil, err
		}
	}

	return member, r.need(member.path(), "VM.Allocate")
}

func (r *request) changeStorages(changed *pool, remove bool) error {
	storages := slices.Clone(changed.storages)

	for _, id := range splitList(r.value("storage")) {
		if err := r.need("/storage/"+id, "Datastore.Allocate"); err != nil {
			return err
		}

		held := slices.Contains(storages, id)

		switch {
		case !r.server.hasStore(id):
			return refuse("storage '%s' does not exist", id)
		case remove && !held:
			return refuse("Storage '%s' is not a pool member", id)
		case !remove && held:
			return refuse("Storage '%s' is already a pool member", id)
		case remove:
			storages = slices.DeleteFunc(storages, func(other string) bool { return other == id })
		default:
			storages = append(storages, id)
		}
	}

	slices.Sort(storages)
	changed.storages = storages

	return nil
}

func (s *Server) hasStore(id string) bool {
	for _, stores := range s.stores {
		if stores[id] != nil {
			return true
		}
	}

	return false
}

func deletePool(r *request) (any, error) {
	name, found, err := r.findPool("Pool.Allocate")
	if err != nil {
		return nil, err
	}

	if held := r.contentOf(name, found); held != "" {
		return nil, refuse("delete pool failed: pool '%s' is not empty (contains %s)", name, held)
	}

	delete(r.server.pools, name)
	r.server.revoke(func(given grant) bool { return given.path == "/pool/"+name })

	return nil, nil
}

// contentOf names something that a pool holds, which keeps it from being removed; an empty text if it is empty.
func (r *request) contentOf(name string, of *pool) string {
	for _, other := range slices.Sorted(maps.Keys(r.server.pools)) {
		if strings.HasPrefix(other, name+"/") {
			return "pool '" + other + "'"
		}
	}

	for _, id := range slices.Sorted(maps.Keys(r.server.guests)) {
		if r.server.guests[id].pool == name {
			return fmt.Sprintf("VM %d", id)
		}
	}

	if len(of.storages) > 0 {
		return "storage '" + of.storages[0] + "'"
	}

	return ""
}
