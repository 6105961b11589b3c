package proxmox

import (
	"cmp"
	"maps"
	"slices"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

// Inventory is what an endpoint holds, at one moment; everything is sorted.
type Inventory struct {
	Endpoint string        `json:"endpoint"`
	Guests   []GuestRecord `json:"guests"`
	// Files are what was downloaded or uploaded.
	Files    []VolumeRecord      `json:"files"`
	Pools    map[string][]int    `json:"pools"`
	Mappings map[string][]string `json:"mappings"`
	HA       map[string][]string `json:"ha"`
	// Backups are the guests of each job, or its pool.
	Backups map[string]string `json:"backups"`
	// SDN are the names of zones, vnets and subnets, as they are written and as they run.
	SDN        map[string][]string         `json:"sdn"`
	SDNRunning map[string][]string         `json:"sdnRunning"`
	Users      []string                    `json:"users"`
	Tokens     []string                    `json:"tokens"`
	Roles      []string                    `json:"roles"`
	Storages   map[string]map[string]int64 `json:"storagesUsedBytes"`
}

// GuestRecord is a virtual machine.
type GuestRecord struct {
	ID int `json:"id"`
	// Machine is the id in the rack: another one if the virtual machine was recreated.
	Machine string `json:"machine"`
	Host    string `json:"host"`
	Name    string `json:"name"`
	Status  string `json:"status"`
	Pool    string `json:"pool,omitempty"`
	// Config are the settings as stored, without secrets.
	Config map[string]string `json:"config"`
	// Pending are the settings that a virtual machine which runs does not have before its next start.
	Pending []string `json:"pending"`
	// Volumes are all disks, also those that no setting names.
	Volumes []VolumeRecord `json:"volumes"`
}

// VolumeRecord is a file or a disk on a storage.
type VolumeRecord struct {
	ID string `json:"id"`
	// Host is empty for a storage that hosts share.
	Host    string `json:"host,omitempty"`
	Content string `json:"content"`
	Bytes   int64  `json:"bytes"`
	// Image is what the file holds, and what the disk was made of.
	Image *machine.Image `json:"image,omitempty"`
}

// Inventory returns what the endpoint holds.
func (s *Server) Inventory() Inventory {
	s.mu.Lock()
	defer s.mu.Unlock()

	taken := Inventory{
		Endpoint:   s.config.Name,
		Guests:     []GuestRecord{},
		Files:      s.files(),
		Pools:      map[string][]int{},
		Mappings:   map[string][]string{},
		HA:         map[string][]string{},
		Backups:    map[string]string{},
		SDN:        s.sdn.names(),
		SDNRunning: s.sdnRunning.names(),
		Users:      slices.Sorted(maps.Keys(s.users)),
		Tokens:     []string{},
		Roles:      []string{},
		Storages:   map[string]map[string]int64{},
	}

	for name := range s.pools {
		taken.Pools[name] = []int{}
	}

	for _, id := range slices.Sorted(maps.Keys(s.guests)) {
		found := s.guests[id]
		taken.Guests = append(taken.Guests, s.record(found))

		if found.pool != "" {
			taken.Pools[found.pool] = append(taken.Pools[found.pool], id)
		}
	}

	for kind, all := range s.mappings {
		taken.Mappings[kind] = append([]string{}, slices.Sorted(maps.Keys(all))...)
	}

	for name, job := range s.backups {
		taken.Backups[name] = cmp.Or(job["vmid"], job["pool"])
	}

	for kind, all := range s.ha {
		taken.HA[kind] = append([]string{}, slices.Sorted(maps.Keys(all))...)
	}

	for _, id := range taken.Users {
		for _, name := range slices.Sorted(maps.Keys(s.users[id].tokens)) {
			taken.Tokens = append(taken.Tokens, id+"!"+name)
		}
	}

	for _, role := range slices.Sorted(maps.Keys(s.roles)) {
		if builtInRoles[role] == nil {
			taken.Roles = append(taken.Roles, role)
		}
	}

	for host, stores := range s.stores {
		taken.Storages[host] = map[string]int64{}
		for id, one := range stores {
			taken.Storages[host][id] = one.usedBytes()
		}
	}

	return taken
}

func (s *Server) record(found *guest) GuestRecord {
	record := GuestRecord{
		ID: found.id, Machine: found.machine, Host: found.host, Name: found.name(), Status: s.statusOf(found), Pool: found.pool,
		Config: maps.Clone(found.config), Pending: []string{}, Volumes: []VolumeRecord{},
	}

	for _, name := range []string{"cipassword", "sshkeys"} {
		if record.Config[name] != "" {
			record.Config[name] = "(secret)"
		}
	}

	if found.booted != nil && s.isOn(found) {
		record.Pending = found.pending()
	}

	for _, owned := range s.volumesOf(found) {
		record.Volumes = append(record.Volumes, owned.record(found.host))
	}

	return record
}

func (v *volume) record(host string) VolumeRecord {
	record := VolumeRecord{ID: v.id(), Host: host, Content: v.content, Bytes: v.bytes, Image: v.image}
	if storageTypes[v.store.kind].shared {
		record.Host = ""
	}

	return record
}

// files are the volumes that are no disks.
func (s *Server) files() []VolumeRecord {
	files := []VolumeRecord{}
	seen := map[*volume]bool{}

	for host, stores := range s.stores {
		for _, one := range stores {
			for _, held := range one.volumes {
				if held.content != "images" && !seen[held] {
					seen[held] = true
					files = append(files, held.record(host))
				}
			}
		}
	}

	slices.SortFunc(files, func(a, b VolumeRecord) int { return cmp.Or(cmp.Compare(a.Host, b.Host), cmp.Compare(a.ID, b.ID)) })

	return files
}
