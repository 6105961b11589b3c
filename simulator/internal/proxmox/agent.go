package proxmox

import (
	"net/netip"
	"strings"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

// agent returns the network interfaces that the guest agent of the guest of the path tells.
func (r *request) agent() ([]machine.Interface, error) {
	found, err := r.findGuest()
	if err != nil {
		return nil, err
	}

	if err := r.needOneOf(found.path(), r.server.config.agentPrivileges()...); err != nil {
		return nil, err
	}

	settings := found.booted
	if settings == nil {
		settings = found.config
	}

	configured, err := parseProperties(settings["agent"], "enabled")

	switch {
	case err != nil || configured["enabled"] != "1":
		return nil, refuse("No QEMU guest agent configured")
	case !r.server.isOn(found):
		return nil, refuse("VM %d is not running", found.id)
	}

	interfaces, answers := r.server.dependencies.Rack.AgentInterfaces(found.machine)
	if !answers || found.blank {
		return nil, refuse("QEMU guest agent is not running")
	}

	return interfaces, nil
}

func agentInterfaces(r *request) (any, error) {
	interfaces, err := r.agent()
	if err != nil {
		return nil, err
	}

	list := []any{}

	for _, one := range interfaces {
		addresses := []any{}

		for _, address := range one.Addresses {
			shown := r.server.dependencies.Shown(address.Addr())
			addresses = append(addresses, map[string]any{
				"ip-address": shown.String(), "ip-address-type": family(shown), "prefix": address.Bits(),
			})
		}

		list = append(list, map[string]any{"name": one.Name, "hardware-address": strings.ToLower(one.MAC), "ip-addresses": addresses})
	}

	return map[string]any{"result": list}, nil
}

func family(address netip.Addr) string {
	if address.Is4() {
		return "ipv4"
	}

	return "ipv6"
}

func agentPing(r *request) (any, error) {
	if _, err := r.agent(); err != nil {
		return nil, err
	}

	return map[string]any{"result": map[string]any{}}, nil
}
