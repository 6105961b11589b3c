package kubernetes

import (
	"context"
	"fmt"
	"time"

	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/cache"
)

// session is what the simulator itself does with the API of a cluster, by one of its servers.
type session struct {
	server    *apiServer
	client    kubernetes.Interface
	dynamic   dynamic.Interface
	mapper    *restmapper.DeferredDiscoveryRESTMapper
	informers informers.SharedInformerFactory
	// kubelets are the clients of kubelets, by node.
	kubelets map[string]kubernetes.Interface
	stop     context.CancelFunc
}

// openSession connects and waits until it has seen all that it watches; changed is called after each change.
func openSession(ctx context.Context, server *apiServer, changed func()) (*session, error) {
	config := server.restConfig(server.admin)

	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("the Kubernetes API cannot be called: %w", err)
	}

	dynamicClient, err := dynamic.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("the Kubernetes API cannot be called: %w", err)
	}

	ctx, stop := context.WithCancel(ctx)
	s := &session{
		server:    server,
		client:    client,
		dynamic:   dynamicClient,
		mapper:    restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(client.Discovery())),
		informers: informers.NewSharedInformerFactory(client, 0),
		kubelets:  map[string]kubernetes.Interface{},
		stop:      stop,
	}

	handler := cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { changed() },
		UpdateFunc: func(any, any) { changed() },
		DeleteFunc: func(any) { changed() },
	}

	for _, informer := range []cache.SharedIndexInformer{
		s.informers.Core().V1().Nodes().Informer(),
		s.informers.Core().V1().Pods().Informer(),
		s.informers.Core().V1().Namespaces().Informer(),
		s.informers.Core().V1().ServiceAccounts().Informer(),
		s.informers.Apps().V1().DaemonSets().Informer(),
		s.informers.Apps().V1().Deployments().Informer(),
		s.informers.Apps().V1().StatefulSets().Informer(),
		s.informers.Batch().V1().Jobs().Informer(),
	} {
		if _, err := informer.AddEventHandler(handler); err != nil {
			stop()

			return nil, fmt.Errorf("the Kubernetes API cannot be watched: %w", err)
		}
	}

	s.informers.Start(ctx.Done())

	limited, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()

	for kind, seen := range s.informers.WaitForCacheSync(limited.Done()) {
		if !seen {
			s.close()

			return nil, fmt.Errorf("the Kubernetes API does not list %s", kind)
		}
	}

	return s, nil
}

func (s *session) close() {
	s.stop()
	s.informers.Shutdown()
}

// asKubelet calls the API as the kubelet of a node, with the certificate that its bootstrap would have given it.
func (s *session) asKubelet(node string) (kubernetes.Interface, error) {
	if known := s.kubelets[node]; known != nil {
		return known, nil
	}

	pair, err := issue(s.server.authority, forClients("system:node:"+node, "system:nodes")...)
	if err != nil {
		return nil, fmt.Errorf("kubelet of %s: %w", node, err)
	}

	client, err := kubernetes.NewForConfig(s.server.restConfig(pair))
	if err != nil {
		return nil, fmt.Errorf("kubelet of %s: the Kubernetes API cannot be called: %w", node, err)
	}

	s.kubelets[node] = client

	return client, nil
}
