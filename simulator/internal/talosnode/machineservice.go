package talosnode

import (
	"context"
	"fmt"
	"strings"

	"github.com/siderolabs/talos/pkg/machinery/api/common"
	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"

	"cdktf-proxmox-talos/simulator/internal/talosnode/etcd"
	"cdktf-proxmox-talos/simulator/internal/talosnode/identity"
)

// bootIDFile is the one file that can be read on a simulated machine.
const bootIDFile = "/proc/sys/kernel/random/boot_id"

// machineService is the main service of the API, of one boot.
type machineService struct {
	machineapi.UnimplementedMachineServiceServer
	boot *boot
}

// Version tells release and platform; the platform is always there, as callers rely on it.
func (m *machineService) Version(context.Context, *emptypb.Empty) (*machineapi.VersionResponse, error) {
	image := m.boot.node.hardware().Image
	answer := &machineapi.Version{
		Version:  &machineapi.VersionInfo{Tag: image.Version, Sha: "simulated", GoVersion: "go1.26", Os: "linux", Arch: image.Architecture},
		Platform: &machineapi.PlatformInfo{Name: image.Platform, Mode: m.boot.node.mode().String()},
	}

	if m.boot.configuration() != nil {
		answer.Features = &machineapi.FeaturesInfo{Rbac: true}
	}

	return &machineapi.VersionResponse{Messages: []*machineapi.Version{answer}}, nil
}

// Hostname tells the name of the machine.
func (m *machineService) Hostname(context.Context, *emptypb.Empty) (*machineapi.HostnameResponse, error) {
	return &machineapi.HostnameResponse{Messages: []*machineapi.Hostname{{Hostname: m.boot.hostname()}}}, nil
}

// ServiceList tells what runs, and how it is.
func (m *machineService) ServiceList(context.Context, *emptypb.Empty) (*machineapi.ServiceListResponse, error) {
	return &machineapi.ServiceListResponse{Messages: []*machineapi.ServiceList{{Services: m.boot.services(m.boot.health())}}}, nil
}

// Memory tells how much memory there is; a quarter of it is in use.
func (m *machineService) Memory(context.Context, *emptypb.Empty) (*machineapi.MemoryResponse, error) {
	total := uint64(m.boot.node.hardware().MemoryMiB) << 10

	return &machineapi.MemoryResponse{Messages: []*machineapi.Memory{{
		Meminfo: &machineapi.MemInfo{Memtotal: total, Memfree: total / 4 * 3, Memavailable: total / 4 * 3},
	}}}, nil
}

// Read reads the boot id, by which callers see that a machine has restarted.
func (m *machineService) Read(request *machineapi.ReadRequest, stream machineapi.MachineService_ReadServer) error {
	if request.GetPath() != bootIDFile {
		return status.Errorf(codes.Unimplemented, "the simulated node has no file %q, only %s", request.GetPath(), bootIDFile)
	}

	return stream.Send(&common.Data{Bytes: []byte(m.boot.id + "\n")})
}

// Events streams what the machine tells of itself.
func (m *machineService) Events(request *machineapi.EventsRequest, stream machineapi.MachineService_EventsServer) error {
	return m.boot.events.Watch(stream.Context(), request, stream.Send)
}

// Bootstrap makes the machine the first member of etcd.
func (m *machineService) Bootstrap(_ context.Context, request *machineapi.BootstrapRequest) (*machineapi.BootstrapResponse, error) {
	b := m.boot

	if !b.isReady() {
		return nil, status.Error(codes.FailedPrecondition, "bootstrap is not available yet")
	}

	if err := m.onControlPlane("bootstrap"); err != nil {
		return nil, err
	}

	if request.GetRecoverEtcd() {
		return nil, status.Error(codes.Unimplemented, "recovery of etcd is not modelled by the simulated node")
	}

	if b.node.holdsEtcdData() {
		return nil, status.Error(codes.AlreadyExists, "etcd data directory is not empty")
	}

	b.setFounder(true)
	b.joinEtcd()

	return &machineapi.BootstrapResponse{Messages: []*machineapi.Bootstrap{{}}}, nil
}

// Kubeconfig makes an administrator's access to the cluster.
func (m *machineService) Kubeconfig(_ *emptypb.Empty, stream machineapi.MachineService_KubeconfigServer) error {
	if err := m.onControlPlane("kubeconfig"); err != nil {
		return err
	}

	packed, err := identity.Kubeconfig(m.boot.configuration())
	if err != nil {
		return err
	}

	return stream.Send(&common.Data{Bytes: packed})
}

// EtcdMemberList tells who belongs to the cluster; without a quorum nobody knows.
func (m *machineService) EtcdMemberList(context.Context, *machineapi.EtcdMemberListRequest) (*machineapi.EtcdMemberListResponse, error) {
	id, err := m.etcd("member list")
	if err != nil {
		return nil, err
	}

	answer := &machineapi.EtcdMembers{}

	for _, member := range m.boot.node.server.clusters.Members(id) {
		answer.LegacyMembers = append(answer.LegacyMembers, member.Hostname)
		answer.Members = append(answer.Members, &machineapi.EtcdMember{
			Id: member.ID, Hostname: member.Hostname, PeerUrls: member.PeerURLs(), ClientUrls: member.ClientURLs(),
		})
	}

	return &machineapi.EtcdMemberListResponse{Messages: []*machineapi.EtcdMembers{answer}}, nil
}

// EtcdRemoveMemberByID removes a member that is not coming back.
func (m *machineService) EtcdRemoveMemberByID(_ context.Context, request *machineapi.EtcdRemoveMemberByIDRequest) (*machineapi.EtcdRemoveMemberByIDResponse, error) {
	id, err := m.etcd("etcd remove member")
	if err != nil {
		return nil, err
	}

	err = m.boot.node.server.clusters.Remove(id, request.GetMemberId(), m.boot.runsEtcd)
	if err == etcd.ErrMemberNotFound { //nolint:errorlint // never wrapped there
		return nil, status.Error(codes.NotFound, err.Error())
	}

	if err != nil {
		return nil, fmt.Errorf("failed to remove member: %w", err)
	}

	return &machineapi.EtcdRemoveMemberByIDResponse{Messages: []*machineapi.EtcdRemoveMemberByID{{}}}, nil
}

// etcd returns the id of the etcd that answers on this machine: its own, or that of the control planes it asks.
func (m *machineService) etcd(method string) (string, error) {
	if err := m.onControlPlane(method); err != nil {
		return "", err
	}

	clusters := m.boot.node.server.clusters
	id := m.boot.node.stored().etcd

	if known := clusters.Of(clusterID(m.boot.configuration())); id == "" && len(known) > 0 {
		id = known[0]
	}

	if id == "" {
		return "", status.Error(codes.Unavailable, "etcd does not run: the cluster is not bootstrapped")
	}

	if !clusters.HasQuorum(id, m.boot.runsEtcd) {
		return "", status.Error(codes.Unavailable, etcd.ErrNoLeader.Error())
	}

	return id, nil
}

func (m *machineService) onControlPlane(method string) error {
	active := m.boot.configuration()
	if active == nil {
		return status.Errorf(codes.Unimplemented, "machine type is not set, cannot use %s API", method)
	}

	if !active.Machine().Type().IsControlPlane() {
		return status.Errorf(codes.Unimplemented, "%s is only available on control plane nodes", method)
	}

	return nil
}

// Reboot restarts the machine.
func (m *machineService) Reboot(_ context.Context, request *machineapi.RebootRequest) (*machineapi.RebootResponse, error) {
	actor := m.boot.newActor()
	m.boot.request(sequence{kind: reboot, actor: actor, forced: request.GetMode() == machineapi.RebootRequest_FORCE})

	return &machineapi.RebootResponse{Messages: []*machineapi.Reboot{{ActorId: actor}}}, nil
}

// Shutdown switches the machine off.
func (m *machineService) Shutdown(_ context.Context, request *machineapi.ShutdownRequest) (*machineapi.ShutdownResponse, error) {
	actor := m.boot.newActor()
	m.boot.request(sequence{kind: shutdown, actor: actor, forced: request.GetForce()})

	return &machineapi.ShutdownResponse{Messages: []*machineapi.Shutdown{{ActorId: actor}}}, nil
}

// Reset wipes the machine.
func (m *machineService) Reset(_ context.Context, request *machineapi.ResetRequest) (*machineapi.ResetResponse, error) {
	if len(request.GetUserDisksToWipe()) > 0 || request.GetMode() == machineapi.ResetRequest_USER_DISKS {
		return nil, status.Error(codes.Unimplemented, "wiping of user disks is not modelled by the simulated node")
	}

	targets := &resetTargets{
		graceful: request.GetGraceful(), reboot: request.GetReboot(), disk: len(request.GetSystemPartitionsToWipe()) == 0,
	}

	for _, partition := range request.GetSystemPartitionsToWipe() {
		located, err := m.boot.resources.IsLocated(partition.GetLabel())
		if err != nil {
			return nil, fmt.Errorf("failed to get volume status with label %q: %w", partition.GetLabel(), err)
		}

		if !located {
			return nil, fmt.Errorf("failed to reset: volume %q is not located", partition.GetLabel())
		}

		if partition.GetWipe() {
			targets.partitions = append(targets.partitions, partition.GetLabel())
		}
	}

	actor := m.boot.newActor()
	m.boot.node.logf("reset is asked for, graceful %t, partitions %s", targets.graceful, strings.Join(targets.partitions, " "))
	m.boot.request(sequence{kind: reset, actor: actor, reset: targets})

	return &machineapi.ResetResponse{Messages: []*machineapi.Reset{{ActorId: actor}}}, nil
}

func (b *boot) newActor() string {
	b.mu.Lock()
	defer b.mu.Unlock()

	b.actions++

	return identifier(b.id, " action ", b.actions)
}
