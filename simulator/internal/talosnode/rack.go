package talosnode

import (
	"context"
	"fmt"
	"slices"

	"cdktf-proxmox-talos/simulator/internal/machine"
	"cdktf-proxmox-talos/simulator/internal/talosnode/network"
)

// PowerOn boots a machine, into maintenance mode if it holds no configuration.
func (s *Server) PowerOn(machine machine.Machine) error { return s.powerOn(machine, false) }

func (s *Server) powerOn(switchedOn machine.Machine, physical bool) error {
	if err := s.contracts.Knows(switchedOn.Image.Version); err != nil {
		return fmt.Errorf("machine %s cannot boot: %w", switchedOn.Name, err)
	}

	if len(switchedOn.Disks) == 0 {
		return fmt.Errorf("machine %s has no disk to boot from or to install on", switchedOn.Name)
	}

	s.mu.Lock()

	n := s.nodes[switchedOn.ID]
	if n == nil {
		n = &node{server: s, physical: physical, contents: map[string]*machine.Content{}}
		s.nodes[switchedOn.ID] = n
	}

	s.mu.Unlock()

	n.mu.Lock()
	defer n.mu.Unlock()

	if n.on {
		return fmt.Errorf("machine %s is on", switchedOn.Name)
	}

	ctx, stop := context.WithCancel(s.ctx)
	switchedOn.Disks, switchedOn.Cards = n.withContent(switchedOn.Disks), s.leases.askedBy(switchedOn.Cards)
	former, ended := n.ended, make(chan struct{})
	n.machine, n.on, n.stop, n.ended = switchedOn, true, stop, ended

	s.running.Go(func() {
		defer close(ended)
		defer stop()

		if former != nil {
			<-former
		}

		n.live(ctx, ended)
	})

	return nil
}

// PowerOff switches a machine off; one that is off stays so.
func (s *Server) PowerOff(id string, graceful bool) {
	n := s.find(id)
	if n == nil {
		return
	}

	if boot := n.current(); graceful && boot != nil {
		boot.request(sequence{kind: shutdown, forced: true})

		return
	}

	n.cutPower()
}

// IsOn says whether the machine runs.
func (s *Server) IsOn(id string) bool {
	n := s.find(id)

	return n != nil && n.isOn()
}

// Remove destroys a machine; a member of etcd that it was stays in the list of members, and is missed.
func (s *Server) Remove(id string) {
	n := s.find(id)
	if n == nil {
		return
	}

	n.cutPower()

	s.mu.Lock()
	delete(s.nodes, id)
	s.mu.Unlock()

	s.forgetLostClusters()
}

// AgentInterfaces answers for a machine that has booted an image with the guest agent and is configured: in maintenance
// mode people do not get an answer.
func (s *Server) AgentInterfaces(id string) ([]machine.Interface, bool) {
	n := s.find(id)
	if n == nil {
		return nil, false
	}

	boot := n.current()
	if boot == nil || !boot.isUp() || !n.hardware().Image.HasGuestAgent() {
		return nil, false
	}

	if boot.configuration() == nil && !s.config.AgentInMaintenance {
		return nil, false
	}

	var interfaces []machine.Interface

	for _, link := range n.platform().Links {
		interfaces = append(interfaces, machine.Interface{
			Name: link.Name, MAC: link.Card.MAC, Addresses: network.OnLink(boot.configuration(), n.platform(), link.Name),
		})
	}

	return interfaces, true
}

func (s *Server) find(id string) *node {
	s.mu.Lock()
	defer s.mu.Unlock()

	return s.nodes[id]
}

// all returns the machines in the order of their ids.
func (s *Server) all() []*node {
	s.mu.Lock()
	defer s.mu.Unlock()

	ids := make([]string, 0, len(s.nodes))
	for id := range s.nodes {
		ids = append(ids, id)
	}

	slices.Sort(ids)

	nodes := make([]*node, 0, len(ids))
	for _, id := range ids {
		nodes = append(nodes, s.nodes[id])
	}

	return nodes
}

// forgetLostClusters ends the etcd clusters of which no machine holds data any more: one of that id can start again.
func (s *Server) forgetLostClusters() {
	s.founding.Lock()
	defer s.founding.Unlock()

	for id, members := range s.clusters.All() {
		lost := true

		for _, member := range members {
			if n := s.find(member.MachineID); n != nil && n.stored().etcd == id {
				lost = false
			}
		}

		if lost {
			s.clusters.Forget(id)
		}
	}
}
