package talosnode

import (
	"errors"

	"github.com/siderolabs/talos/pkg/machinery/config"

	"cdktf-proxmox-talos/simulator/internal/talosnode/etcd"
)

// etcdState is what the etcd of a machine does.
type etcdState struct {
	running bool
	// reason is why it does not run.
	reason string
}

// runsEtcd says whether the etcd of a machine is up.
func (s *Server) runsEtcd(machineID string) bool {
	n := s.find(machineID)
	if n == nil {
		return false
	}

	b := n.current()
	if b == nil {
		return false
	}

	b.mu.Lock()
	defer b.mu.Unlock()

	return b.etcd.running && !b.dead
}

func (b *boot) setEtcd(running bool, reason string) {
	b.mu.Lock()
	defer b.mu.Unlock()

	b.etcd = etcdState{running: running, reason: reason}
}

func (b *boot) etcdNow() etcdState {
	b.mu.Lock()
	defer b.mu.Unlock()

	return b.etcd
}

// joinEtcd starts the etcd of a control plane: with the data on its disk, or as a new member of a cluster that exists.
func (b *boot) joinEtcd() {
	active := b.configuration()
	address, reachable := b.address()

	if !active.Machine().Type().IsControlPlane() || !reachable || !b.isReady() {
		return
	}

	clusters, cluster, id := b.node.server.clusters, active.Cluster().ID(), b.node.hardware().ID
	member := etcd.Member{MachineID: id, Hostname: b.hostname(), Address: address}

	if b.node.holdsEtcdData() {
		b.resumeEtcd(cluster, member)

		return
	}

	if !clusters.Exists(cluster) {
		b.setEtcd(false, "waiting for the cluster to be bootstrapped")

		return
	}

	if err := clusters.Join(cluster, member, b.node.server.runsEtcd); err != nil {
		b.setEtcd(false, "cannot join: "+err.Error())

		return
	}

	b.node.store(func(disk *disk) { disk.etcd = true })
	b.setEtcd(true, "")
	b.node.logf("joins etcd")
}

func (b *boot) resumeEtcd(cluster string, member etcd.Member) {
	for _, known := range b.node.server.clusters.Members(cluster) {
		if known.MachineID != member.MachineID {
			continue
		}

		if known.Address != member.Address || known.Hostname != member.Hostname {
			b.node.server.clusters.Move(cluster, member.MachineID, member.Hostname, member.Address)
		}

		b.setEtcd(true, "")

		return
	}

	b.setEtcd(false, "the member has been permanently removed from the cluster")
}

// leaveEtcd takes the machine out of its cluster, as a graceful reset does; one that is no member has nothing to leave.
func (b *boot) leaveEtcd(active config.Provider) error {
	if !b.node.holdsEtcdData() || !b.etcdNow().running {
		return nil
	}

	err := b.node.server.clusters.Leave(active.Cluster().ID(), b.node.hardware().ID, b.node.server.runsEtcd)
	if err != nil && !errors.Is(err, etcd.ErrMemberNotFound) {
		return err
	}

	b.node.store(func(disk *disk) { disk.etcd, disk.bootstrapping = false, false })
	b.setEtcd(false, "has left the cluster")
	b.node.logf("leaves etcd")

	return nil
}
