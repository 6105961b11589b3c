package talosnode

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"cdktf-proxmox-talos/simulator/internal/talosnode/etcd"
	"cdktf-proxmox-talos/simulator/internal/talosnode/network"
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

// etcdNumber tells the etcds of a split brain apart; it is empty for the first.
func (b *boot) etcdNumber() string {
	_, number, _ := strings.Cut(b.node.stored().etcd, "#")

	return number
}

func (b *boot) setFounder(founder bool) {
	b.mu.Lock()
	defer b.mu.Unlock()

	b.founder = founder
}

func (b *boot) isFounder() bool {
	b.mu.Lock()
	defer b.mu.Unlock()

	return b.founder
}

func (b *boot) etcdNow() etcdState {
	b.mu.Lock()
	defer b.mu.Unlock()

	return b.etcd
}

// joinEtcd starts the etcd of a control plane: with the data on its disk, as the first member of a new cluster, or as
// another member of one that exists.
func (b *boot) joinEtcd() {
	b.joining.Lock()
	defer b.joining.Unlock()

	active := b.configuration()
	if !active.Machine().Type().IsControlPlane() || !b.isReady() {
		return
	}

	member, err := b.etcdMember()
	if err != nil {
		b.setEtcd(false, err.Error())

		return
	}

	switch disk := b.node.stored(); {
	case disk.etcd != "":
		b.resumeEtcd(disk.etcd, member)
	case b.isFounder():
		b.foundEtcd(member)
	default:
		b.enterEtcd(member)
	}
}

// etcdMember is the machine as a member of etcd: with its addresses in cluster.etcd.advertisedSubnets, or with its first
// one where that is not set.
func (b *boot) etcdMember() (etcd.Member, error) {
	member := etcd.Member{MachineID: b.node.hardware().ID, Hostname: b.hostname()}
	addresses := network.Sorted(b.addresses())

	if len(addresses) == 0 {
		return member, errors.New("waiting for network")
	}

	if subnets := b.configuration().Cluster().Etcd().AdvertisedSubnets(); len(subnets) > 0 {
		if addresses = network.InSubnets(addresses, subnets); len(addresses) == 0 {
			return member, fmt.Errorf("no address of the machine lies in cluster.etcd.advertisedSubnets %s", strings.Join(subnets, ", "))
		}
	} else {
		addresses = addresses[:1]
	}

	member.Address, member.Others = addresses[0], addresses[1:]

	return member, nil
}

func (b *boot) enterEtcd(member etcd.Member) {
	clusters, runs := b.node.server.clusters, b.runsEtcd

	known := clusters.Of(clusterID(b.configuration()))
	if len(known) == 0 {
		b.setEtcd(false, "waiting for the cluster to be bootstrapped")

		return
	}

	// the control planes are asked one after the other: the etcd that answers is the one
	id := known[0]
	if answering := slices.IndexFunc(known, func(id string) bool { return clusters.HasQuorum(id, runs) }); answering >= 0 {
		id = known[answering]
	}

	b.node.server.founding.Lock()
	defer b.node.server.founding.Unlock()

	if err := clusters.Join(id, member, runs); err != nil {
		b.setEtcd(false, "cannot join: "+err.Error())

		return
	}

	b.node.store(func(disk *disk) { disk.etcd = id })
	b.setEtcd(true, "")
	b.node.logf("joins etcd")
}

// foundEtcd starts a new etcd on an empty data directory.
func (b *boot) foundEtcd(member etcd.Member) {
	server := b.node.server
	server.founding.Lock()
	defer server.founding.Unlock()

	id := server.clusters.Bootstrap(clusterID(b.configuration()), member)
	b.node.store(func(disk *disk) { disk.etcd, disk.bootstrapping = id, true })
	b.setFounder(false)
	b.setEtcd(true, "")
	b.node.logf("bootstraps etcd %s", id)
}

func (b *boot) resumeEtcd(id string, member etcd.Member) {
	clusters := b.node.server.clusters

	for _, known := range clusters.Members(id) {
		if known.MachineID != member.MachineID {
			continue
		}

		member.ID = known.ID

		if !reflect.DeepEqual(known, member) {
			if err := clusters.Move(id, member); err != nil {
				b.node.logf("etcd keeps its address %s: %v", known.Address, err)
			}
		}

		b.setEtcd(true, "")

		return
	}

	b.setEtcd(false, "the member has been permanently removed from the cluster")
}

// leaveEtcd takes the machine out of its cluster, as a graceful reset does; one that is no member has nothing to leave.
func (b *boot) leaveEtcd() error {
	if !b.node.holdsEtcdData() || !b.etcdNow().running {
		return nil
	}

	err := b.node.server.clusters.Leave(b.node.stored().etcd, b.node.hardware().ID, b.runsEtcd)
	if err != nil && !errors.Is(err, etcd.ErrMemberNotFound) {
		return err
	}

	b.node.store(func(disk *disk) { disk.etcd, disk.bootstrapping = "", false })
	b.setEtcd(false, "has left the cluster")
	b.node.logf("leaves etcd")

	return nil
}
