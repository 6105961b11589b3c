package kubernetes

import (
	"context"
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

func emptyNode(name string) *corev1.Node {
	return &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: name}}
}

// syncNodes does what kubelets do for their Node objects, and what the node controller does for those that are silent.
// It returns the members that have registered.
func syncNodes(ctx context.Context, s *session, members []*member) ([]*member, error) {
	daemonSets, err := s.informers.Apps().V1().DaemonSets().Lister().List(labels.Everything())
	if err != nil {
		return nil, err
	}

	jobs, err := s.informers.Batch().V1().Jobs().Lister().List(labels.Everything())
	if err != nil {
		return nil, err
	}

	state := withoutNetwork
	if hasPodNetwork(daemonSets, jobs) {
		state = ready
	}

	var (
		registered []*member
		faults     []error
	)

	for _, member := range members {
		if member.config.Machine().Kubelet().SkipNodeRegistration() {
			registered = append(registered, member)

			continue
		}

		own := state
		if !member.joined {
			own = silent
		}

		isThere, err := syncNode(ctx, s, member, own)
		if err != nil {
			faults = append(faults, err)
		} else if isThere {
			registered = append(registered, member)
		}
	}

	return registered, errors.Join(faults...)
}

// syncNode says whether the Node object is there.
func syncNode(ctx context.Context, s *session, member *member, state readiness) (bool, error) {
	mayRegister := member.joined && !member.registered && member.fault == ""

	existing, err := s.informers.Core().V1().Nodes().Lister().Get(member.node.Name)
	if apierrors.IsNotFound(err) {
		if !mayRegister {
			return false, nil // a kubelet registers when it starts, not when its node is deleted
		}

		existing, err = s.client.CoreV1().Nodes().Create(ctx, emptyNode(member.node.Name), metav1.CreateOptions{})
		if apierrors.IsAlreadyExists(err) {
			return false, nil // not seen yet
		}
	}

	if err != nil {
		return false, fmt.Errorf("node %s cannot be registered: %w", member.node.Name, err)
	}

	if member.joined && !member.registered && !mayRegister {
		state = silent
	}

	wanted := existing.DeepCopy()
	describeNode(wanted, member, state, metav1.Now())

	if equality.Semantic.DeepEqual(existing, wanted) {
		return true, nil
	}

	status := wanted.Status

	updated, err := s.client.CoreV1().Nodes().Update(ctx, wanted, metav1.UpdateOptions{})
	if err == nil {
		updated.Status = status
		_, err = s.client.CoreV1().Nodes().UpdateStatus(ctx, updated, metav1.UpdateOptions{})
	}

	if err != nil && !isPassing(err) {
		return false, fmt.Errorf("node %s cannot be updated: %w", member.node.Name, err)
	}

	return err == nil, nil
}

// isPassing says whether an error goes away by itself with the next change that is seen.
func isPassing(err error) bool {
	return apierrors.IsConflict(err) || apierrors.IsAlreadyExists(err) || apierrors.IsNotFound(err)
}
