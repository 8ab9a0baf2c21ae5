package main

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/util/retry"
)

//go:embed samples.yaml
var samples string

// patience is how long an informer may take to tell of a change.
const patience = 20 * time.Second

// builtins takes an object of every built-in kind through its life with typed objects:
// an informer watches while it is created, updated, patched and deleted. It prints
// "clean N", or what went wrong with which kind.
func builtins(ctx context.Context, config *rest.Config, namespace string) error {
	// Some kinds are deprecated; here is nobody to be told so.
	config.WarningHandler = rest.NoWarnings{}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: "default"}}
	_, err = client.CoreV1().ServiceAccounts(namespace).Create(ctx, account, metav1.CreateOptions{})
	if err != nil && !apierrors.IsAlreadyExists(err) {
		return err
	}
	groups, err := restmapper.GetAPIGroupResources(client.Discovery())
	if err != nil {
		return err
	}
	mapper := restmapper.NewDiscoveryRESTMapper(groups)
	clean := 0
	for _, sample := range strings.Split(strings.ReplaceAll(samples, "NAMESPACE", namespace), "\n---\n") {
		object, kind, err := scheme.Codecs.UniversalDeserializer().Decode([]byte(sample), nil, nil)
		if err != nil {
			return fmt.Errorf("%w in %s", err, sample)
		}
		mapping, err := mapper.RESTMapping(kind.GroupKind(), kind.Version)
		if err != nil {
			return err
		}
		if err := live(ctx, config, mapping, object, namespace); err != nil {
			return fmt.Errorf("%s: %w", kind, err)
		}
		clean++
	}
	fmt.Println("clean", clean)
	return nil
}

// live is one object's life.
func live(ctx context.Context, config *rest.Config, mapping *meta.RESTMapping, object runtime.Object, namespace string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	client, err := clientFor(config, mapping)
	if err != nil {
		return err
	}
	resource := mapping.Resource.Resource
	place := ""
	if mapping.Scope.Name() == meta.RESTScopeNameNamespace {
		place = namespace
	}
	accessor, err := meta.Accessor(object)
	if err != nil {
		return err
	}
	name := namespace + "-" + resource
	accessor.SetName(name)
	accessor.SetNamespace(place)

	told := make(chan string, 100)
	watch := cache.NewListWatchFromClient(client, resource, place, fields.OneTermEqualSelector("metadata.name", name))
	informer := cache.NewSharedInformer(watch, object, 0)
	_, err = informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { told <- "added" },
		UpdateFunc: func(_, after any) { told <- "updated " + after.(metav1.Object).GetLabels()["step"] },
		DeleteFunc: func(any) { told <- "deleted" },
	})
	if err != nil {
		return err
	}
	go informer.Run(ctx.Done())
	if !cache.WaitForCacheSync(ctx.Done(), informer.HasSynced) {
		return fmt.Errorf("never synced")
	}

	empty := func() runtime.Object { return object.DeepCopyObject() }
	created := empty()
	if err := client.Post().NamespaceIfScoped(place, place != "").Resource(resource).Body(object).Do(ctx).Into(created); err != nil {
		return fmt.Errorf("create: %w", err)
	}
	if err := expect(told, "added"); err != nil {
		return err
	}
	read := empty()
	// Controllers write to some kinds as well.
	err = retry.RetryOnConflict(retry.DefaultRetry, func() error {
		if err := client.Get().NamespaceIfScoped(place, place != "").Resource(resource).Name(name).Do(ctx).Into(read); err != nil {
			return err
		}
		read.(metav1.Object).SetLabels(map[string]string{"step": "update"})
		return client.Put().NamespaceIfScoped(place, place != "").Resource(resource).Name(name).Body(read).Do(ctx).Into(read)
	})
	if err != nil {
		return fmt.Errorf("get and update: %w", err)
	}
	if err := expect(told, "updated update"); err != nil {
		return err
	}
	for _, kind := range []types.PatchType{types.MergePatchType, types.StrategicMergePatchType} {
		patch := fmt.Sprintf(`{"metadata":{"labels":{"step":"%d"},"finalizers":null}}`, len(kind))
		if err := client.Patch(kind).NamespaceIfScoped(place, place != "").Resource(resource).Name(name).Body([]byte(patch)).Do(ctx).Into(read); err != nil {
			return fmt.Errorf("patch: %w", err)
		}
		if err := expect(told, fmt.Sprintf("updated %d", len(kind))); err != nil {
			return err
		}
	}
	if resource == "namespaces" {
		// Its content is removed by a controller, which there is none of.
		return nil
	}
	background := metav1.DeletePropagationBackground
	grace := int64(0)
	options := &metav1.DeleteOptions{PropagationPolicy: &background, GracePeriodSeconds: &grace}
	if err := client.Delete().NamespaceIfScoped(place, place != "").Resource(resource).Name(name).Body(options).Do(ctx).Error(); err != nil {
		return fmt.Errorf("delete: %w", err)
	}
	return expect(told, "deleted")
}

func clientFor(config *rest.Config, mapping *meta.RESTMapping) (*rest.RESTClient, error) {
	version := mapping.GroupVersionKind.GroupVersion()
	own := rest.CopyConfig(config)
	own.GroupVersion = &version
	own.APIPath = "/apis"
	if version.Group == "" {
		own.APIPath = "/api"
	}
	own.NegotiatedSerializer = scheme.Codecs.WithoutConversion()
	return rest.RESTClientFor(own)
}

// expect waits for what an informer must tell next; updates that the server makes
// on its own account are let pass.
func expect(told <-chan string, what string) error {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for {
		select {
		case got := <-told:
			if got == what {
				return nil
			}
		case <-timer.C:
			return fmt.Errorf("the informer was not told: %s", what)
		}
	}
}
