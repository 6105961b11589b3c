package proxmox

import "fmt"

// Container is an LXC container that exists from the start, for its number and in lists; nothing can be done with it.
type Container struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

// findContainer returns a container and the host that has it, or nil.
func (s *Server) findContainer(id int) (*Host, *Container) {
	for position := range s.config.Hosts {
		host := &s.config.Hosts[position]

		for number := range host.Containers {
			if host.Containers[number].ID == id {
				return host, &host.Containers[number]
			}
		}
	}

	return nil, nil
}

func (c Container) path() string { return fmt.Sprintf("/vms/%d", c.ID) }

// summary is what lists tell of a container.
func (c Container) summary() map[string]any {
	return map[string]any{
		"vmid": c.ID, "name": c.Name, "type": "lxc", "status": "running", "cpus": 1, "maxmem": 512 * mebi, "maxdisk": 8 * gibi, "maxswap": 512 * mebi,
		"mem": 0, "disk": 0, "cpu": 0, "uptime": 1,
	}
}

// resource is what the list of the whole cluster tells of a container.
func (c Container) resource(host string) map[string]any {
	answer := c.summary()
	answer["id"], answer["node"], answer["maxcpu"] = fmt.Sprintf("lxc/%d", c.ID), host, answer["cpus"]

	delete(answer, "cpus")
	delete(answer, "maxswap")

	return answer
}

func listContainers(r *request) (any, error) {
	host, err := r.findHost()
	if err != nil {
		return nil, err
	}

	list := []any{}

	for _, one := range host.Containers {
		if r.may(one.path(), "VM.Audit") {
			list = append(list, one.summary())
		}
	}

	return list, nil
}
