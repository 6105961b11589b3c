package proxmox

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

func (r *request) storage() (*store, error) {
	if _, err := r.findHost(); err != nil {
		return nil, err
	}

	return r.server.findStore(r.PathValue("node"), r.PathValue("storage"))
}

func listStorages(r *request) (any, error) {
	host, err := r.findHost()
	if err != nil {
		return nil, err
	}

	list := []any{}

	for _, id := range slices.Sorted(maps.Keys(r.server.stores[host.Name])) {
		found := r.server.stores[host.Name][id]

		wanted := splitList(r.value("content"))
		matches := len(wanted) == 0 || slices.ContainsFunc(wanted, found.holds)
		matches = matches && (r.value("storage") == "" || r.value("storage") == id)

		if target := r.value("target"); target != "" && target != host.Name {
			matches = matches && r.server.stores[target][id] == found
		}

		if matches && (r.may("/storage/"+id, "Datastore.Audit") || r.may("/storage/"+id, "Datastore.AllocateSpace")) {
			list = append(list, found.answer())
		}
	}

	return list, nil
}

func (s *store) answer() map[string]any {
	used := s.usedBytes()

	return map[string]any{
		"storage": s.id, "type": s.kind, "content": strings.Join(s.content, ","),
		"active": asNumber(!s.disabled), "enabled": asNumber(!s.disabled), "shared": asNumber(storageTypes[s.kind].shared), "total": s.bytes, "used": used, "avail": s.bytes - used,
		"used_fraction": float64(used) / float64(s.bytes),
	}
}

func storageStatus(r *request) (any, error) {
	found, err := r.storage()
	if err != nil {
		return nil, err
	}

	if err := r.needOneOf("/storage/"+found.id, "Datastore.Audit", "Datastore.AllocateSpace"); err != nil {
		return nil, err
	}

	return found.answer(), nil
}

func listContent(r *request) (any, error) {
	found, err := r.storage()
	if err != nil {
		return nil, err
	}

	if err := r.needOneOf("/storage/"+found.id, "Datastore.Audit", "Datastore.AllocateSpace"); err != nil {
		return nil, err
	}

	guest := 0
	if r.has("vmid") {
		if guest, err = r.number("vmid"); err != nil {
			return nil, err
		}
	}

	list := []any{}

	for _, name := range slices.Sorted(maps.Keys(found.volumes)) {
		held := found.volumes[name]

		if (r.value("content") == "" || r.value("content") == held.content) && (guest == 0 || guest == held.guest) &&
			r.needVolume(held, guest) == nil {
			list = append(list, held.answer())
		}
	}

	return list, nil
}

func (v *volume) answer() map[string]any {
	answer := map[string]any{"volid": v.id(), "content": v.content, "format": v.format, "size": v.bytes, "ctime": taskEpoch}
	if v.content == "images" {
		answer["vmid"] = v.guest
	}

	return answer
}

// volume finds the volume of the path, which may be given with and without its storage.
func (r *request) volume() (*volume, error) {
	found, err := r.storage()
	if err != nil {
		return nil, err
	}

	id := r.PathValue("volume")
	if storage, _, given := strings.Cut(id, ":"); !given {
		id = found.id + ":" + id
	} else if storage != found.id {
		return nil, refuseParameter("storage", "storage ID mismatch ('%s' ne '%s')", found.id, storage)
	}

	return r.server.findVolume(r.PathValue("node"), id)
}

func getVolume(r *request) (any, error) {
	found, err := r.volume()
	if err != nil {
		return nil, err
	}

	if err := r.needVolume(found, 0); err != nil {
		return nil, err
	}

	return map[string]any{"path": found.path(), "format": found.format, "size": found.bytes, "used": found.bytes}, nil
}

func deleteVolume(r *request) (any, error) {
	found, err := r.volume()
	if err != nil {
		return nil, err
	}

	path := "/storage/" + found.store.id

	if found.content != "images" {
		if err := r.need(path, "Datastore.Allocate"); err != nil {
			return nil, err
		}
	} else if r.server.guests[found.guest] != nil {
		return nil, refuse("Cannot remove image, a guest with VMID '%d' exists!", found.guest)
	} else if err := r.needOneOf(path, "Datastore.Allocate", "Datastore.AllocateSpace"); err != nil {
		return nil, err
	}

	return r.start(r.PathValue("node"), "imgdel", "", r.server.locked(func(current *task) error {
		if found.store.volumes[found.name] != found {
			return fmt.Errorf("volume '%s' does not exist", found.id())
		}

		found.store.remove(found)
		current.printf("Removed volume '%s'", found.id())

		return nil
	}), nil), nil
}
